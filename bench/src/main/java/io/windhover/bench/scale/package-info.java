/**
 * What a cluster far larger than this machine costs, from unit costs measured here and from simulated members. Start at
 * {@link io.windhover.bench.scale.ScaleBench}.
 */
package io.windhover.bench.scale;
