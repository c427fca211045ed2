/**
 * A real server killed again and again under load, and what its clients were told compared with what it still knows.
 * Start at {@link io.windhover.bench.crash.CrashBench}.
 */
package io.windhover.bench.crash;
