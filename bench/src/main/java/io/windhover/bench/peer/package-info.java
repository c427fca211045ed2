/** Other servers that measurements are compared with. Start at {@link io.windhover.bench.peer.MilvusPeer}. */
package io.windhover.bench.peer;
