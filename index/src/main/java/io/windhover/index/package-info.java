/**
 * The mathematics of search: pure computation on memory that callers own, usable as a library alone. Start at {@link
 * io.windhover.index.graph.VectorIndexes} for vectors. Nothing here opens files, starts threads or reads a clock.
 */
package io.windhover.index;
