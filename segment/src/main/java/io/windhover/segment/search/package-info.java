/**
 * What is asked of segments: nearest rows, rows by condition, the values of the winners. Start at {@link
 * io.windhover.segment.search.SegmentReads}. Every read sees exactly the rows visible at its read time; nothing here
 * waits or starts threads.
 */
package io.windhover.segment.search;
