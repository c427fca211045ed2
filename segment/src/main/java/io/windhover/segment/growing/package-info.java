/**
 * Rows still arriving: columns in memory chunks, written by one fiber and read by many through published views. Start at
 * {@link io.windhover.segment.growing.GrowingSegment}. Nothing here is durable; the log is.
 */
package io.windhover.segment.growing;
