/**
 * Windhover inside a Java process: one directory, no port, no service beside it. Start at {@link
 * io.windhover.embedded.Windhover}. May use every room but the server; brings no transport library.
 */
package io.windhover.embedded;
