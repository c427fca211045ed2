/**
 * Search over sparse vectors by inner product. Start at {@link io.windhover.index.sparse.SparseIndex} for sealed
 * segments and {@link io.windhover.index.sparse.SparseScan} for rows without an index. Both give the same hits, bit for
 * bit. Reads serialised memory in place and never changes it.
 */
package io.windhover.index.sparse;
