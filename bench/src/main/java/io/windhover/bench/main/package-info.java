/**
 * The figures that a user of the whole system meets, ours and a peer's in one run. Start at
 * {@link io.windhover.bench.main.MainBench}.
 */
package io.windhover.bench.main;
