/**
 * Rows at rest: the segment, growing in memory or sealed in a file, and what is asked of one. Start at {@link
 * io.windhover.segment.Segment}. Nothing here decides when to seal, flush or merge, and nothing here waits.
 */
package io.windhover.segment;
