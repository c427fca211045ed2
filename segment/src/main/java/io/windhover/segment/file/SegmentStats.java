package io.windhover.segment.file;

import io.windhover.model.Timestamp;

/**
 * What a column file has.
 *
 * @param rowCount     rows; may be 0 when all were deleted
 * @param minTimestamp of the oldest row, ZERO without rows
 * @param maxTimestamp of the newest row, ZERO without rows
 * @param bytes        of the file
 */
public record SegmentStats(long rowCount, Timestamp minTimestamp, Timestamp maxTimestamp, long bytes) {}
