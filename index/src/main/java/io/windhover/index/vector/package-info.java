/**
 * The words of vector search: element types, metrics, rows, queries and hits. Start at {@link
 * io.windhover.index.vector.VectorRows}. Holds no index structure.
 */
package io.windhover.index.vector;
