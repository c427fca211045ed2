package io.windhover.runtime.local;

import io.windhover.model.Invariant;
import io.windhover.runtime.local.LogFormat.RecordHeader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The records of one group, on their way into a file. */
record GroupBytes(List<List<MemorySegment>> records, int[] payloadBytes, long bytes) {
    private static final MemorySegment FILLING =
            MemorySegment.ofArray(new byte[8]).asReadOnly();

    static GroupBytes of(List<List<MemorySegment>> records) {
        Invariant.check(!records.isEmpty(), "a group has no record");
        int[] payloadBytes = new int[records.size()];
        long bytes = 0;
        for (int i = 0; i < payloadBytes.length; i++) {
            long size = 0;
            for (MemorySegment part : records.get(i)) {
                size += part.byteSize();
            }
            Invariant.check(size <= LogFormat.PAYLOAD_BYTES_MAX, "log record of {} bytes", size);
            payloadBytes[i] = (int) size;
            bytes += LogFormat.recordBytes(size);
        }
        return new GroupBytes(records, payloadBytes, bytes);
    }

    /** Returns the bytes as parts to be written one after the other. */
    List<MemorySegment> encode(long sequence, long group) {
        MemorySegment headers = MemorySegment.ofArray(new byte[LogFormat.RECORD_HEADER_BYTES * records.size()]);
        List<MemorySegment> parts = new ArrayList<>(records.size() * 4);
        for (int i = 0; i < payloadBytes.length; i++) {
            MemorySegment header =
                    headers.asSlice((long) i * LogFormat.RECORD_HEADER_BYTES, LogFormat.RECORD_HEADER_BYTES);
            RecordHeader content = new RecordHeader(payloadBytes[i], group, i == payloadBytes.length - 1);
            LogFormat.encode(header, sequence, content, records.get(i));
            parts.add(header);
            parts.addAll(records.get(i));
            long filling = LogFormat.recordBytes(payloadBytes[i]) - LogFormat.RECORD_HEADER_BYTES - payloadBytes[i];
            if (filling > 0) {
                parts.add(FILLING.asSlice(0, filling));
            }
        }
        return parts;
    }

    /**
     * Puts the bytes together in one piece: a copy, but each payload's checksum then reads memory that is in the
     * processor's cache, and the whole is written from where it is.
     *
     * @param target outside the heap, at least {@link #bytes} long
     * @return the bytes, a slice of the target
     */
    MemorySegment encodeInto(MemorySegment target, long sequence, long group) {
        long start = 0;
        for (int i = 0; i < payloadBytes.length; i++) {
            MemorySegment record = target.asSlice(start, LogFormat.recordBytes(payloadBytes[i]));
            long at = LogFormat.RECORD_HEADER_BYTES;
            for (MemorySegment part : records.get(i)) {
                MemorySegment.copy(part, 0, record, at, part.byteSize());
                at += part.byteSize();
            }
            record.asSlice(at).fill((byte) 0);
            RecordHeader content = new RecordHeader(payloadBytes[i], group, i == payloadBytes.length - 1);
            MemorySegment payload = record.asSlice(LogFormat.RECORD_HEADER_BYTES, payloadBytes[i]);
            LogFormat.encode(record, sequence, content, List.of(payload));
            start += record.byteSize();
        }
        return target.asSlice(0, bytes);
    }

    /** Returns where each record begins when the group begins at {@code start}. */
    long[] addresses(long sequence, long start) {
        long[] addresses = new long[payloadBytes.length];
        long offset = start;
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = SegmentedLog.address(sequence, offset);
            offset += LogFormat.recordBytes(payloadBytes[i]);
        }
        return addresses;
    }
}
