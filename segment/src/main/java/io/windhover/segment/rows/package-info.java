/**
 * How stored values are read, the same for growing and sealed segments: columns in little-endian memory, addressed by
 * row number. Start at {@link io.windhover.segment.rows.SegmentView}. Nothing here changes what is stored.
 */
package io.windhover.segment.rows;
