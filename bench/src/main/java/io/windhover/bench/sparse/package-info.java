/** How fast sparse search is. Start at {@link io.windhover.bench.sparse.SparseSearchBench}. Measures; nothing uses it. */
package io.windhover.bench.sparse;
