/** How fast filters are. Start at {@link io.windhover.bench.scalar.ScalarFilterBench}. Measures; nothing uses it. */
package io.windhover.bench.scalar;
