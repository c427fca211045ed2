/**
 * Distances between vectors at absolute addresses, each kernel twice: plain Java and SIMD. Start at {@link
 * io.windhover.index.kernel.Kernel}. Whoever passes an address answers for it being valid.
 */
package io.windhover.index.kernel;
