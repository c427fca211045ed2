package io.windhover.runtime.local;

import io.windhover.runtime.local.LogFormat.FileHeader;
import io.windhover.runtime.local.LogFormat.RecordHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Reads one file from its beginning and finds where its valid records end. Only whole groups are delivered. */
final class LogScan {
    /** Takes each record of a whole group, in order. The payload is valid during the call only. */
    interface Visitor {
        void record(long address, MemorySegment payload);
    }

    private record Found(long offset, int payloadBytes) {}

    private final MemorySegment file;
    private final long sequence;
    private final boolean begun;
    private long end = LogFormat.FILE_HEADER_BYTES;
    private long lastGroup;

    /** Prepares the scan of a file; {@code groupBefore} counts only if its header was not written in whole. */
    LogScan(MemorySegment file, long sequence, long groupBefore) {
        this.file = file;
        this.sequence = sequence;
        FileHeader header = LogFormat.fileHeader(file, sequence);
        this.begun = header != null;
        this.lastGroup = begun ? header.groupBefore() : groupBefore;
    }

    /** Delivers the records before {@code limit}. */
    void run(long limit, Visitor visitor) {
        List<Found> group = new ArrayList<>();
        long offset = end;
        while (begun && offset < limit) {
            RecordHeader header = LogFormat.recordHeader(file, sequence, offset);
            if (header == null || header.group() != lastGroup + 1) {
                return;
            }
            group.add(new Found(offset, header.payloadBytes()));
            offset += LogFormat.recordBytes(header.payloadBytes());
            if (header.groupEnd()) {
                deliver(group, visitor);
                group.clear();
                end = offset;
                lastGroup++;
            }
        }
    }

    private void deliver(List<Found> group, Visitor visitor) {
        for (Found found : group) {
            MemorySegment payload = file.asSlice(found.offset() + LogFormat.RECORD_HEADER_BYTES, found.payloadBytes());
            visitor.record(SegmentedLog.address(sequence, found.offset()), payload);
        }
    }

    /** Returns the offset after the last whole group. */
    long end() {
        return end;
    }

    /** Returns the number of the last whole group, or of the one before this file. */
    long lastGroup() {
        return lastGroup;
    }

    /** Returns how many bytes after the end are not zero, counted up to the last that is not. */
    long remnantBytes() {
        long offset = file.byteSize();
        while (offset - Long.BYTES >= end && file.get(ValueLayout.JAVA_LONG_UNALIGNED, offset - Long.BYTES) == 0) {
            offset -= Long.BYTES;
        }
        while (offset > end && file.get(ValueLayout.JAVA_BYTE, offset - 1) == 0) {
            offset--;
        }
        return offset - end;
    }

    /**
     * Returns the offset of a record after the end that proves damage, or -1. A group is written only when the one
     * before it is durable, so a crash can tear just the last; a whole record of a later group shows that bytes went
     * bad which were durable once. In the same way a file gets its second group only when its header is durable.
     */
    long proofOfDamage() {
        for (long offset = (end + 7) & ~7L; offset < file.byteSize(); offset += 8) {
            RecordHeader header = LogFormat.recordHeader(file, sequence, offset);
            boolean later = begun ? header != null && header.group() > lastGroup + 1 : header != null && offset > end;
            if (later) {
                return offset;
            }
        }
        return -1;
    }
}
