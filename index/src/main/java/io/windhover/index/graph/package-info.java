/**
 * Vector indexes: exact (FLAT) and the navigable small-world graph (HNSW), their parameters and file form. Start at
 * {@link io.windhover.index.graph.VectorIndexes}. An index holds no vectors: it is always used with the column that it
 * was built on.
 */
package io.windhover.index.graph;
