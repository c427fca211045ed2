/**
 * Loaded segments and the reads on them. Start at {@code QueryNode}. Reads only: it never writes
 * a file and never changes the catalog.
 */
package io.windhover.node.query;
