/** Measures vector indexes alone. Start at {@link io.windhover.bench.ann.HnswBench}. */
package io.windhover.bench.ann;
