/** How lines of the log look. */
package io.windhover.server.log;
