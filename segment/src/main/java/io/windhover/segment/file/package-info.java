/**
 * Sealed segments in files: their format, writing and mapped reading. Start at {@link
 * io.windhover.segment.file.SealedSegment}. A damaged byte is named, never served; names of files are the caller's.
 */
package io.windhover.segment.file;
