package io.windhover.runtime.local;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Invariant;
import io.windhover.runtime.local.LogFormat.FileHeader;
import io.windhover.runtime.local.LogFormat.RecordHeader;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.Disk.DiskFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Records in append-only files of one folder. A group of records is written with one call and forced once; it is there
 * whole or not at all. Owned by one fiber; only {@link #read} and {@link #storedBytes} may be called by others.
 *
 * <p>A record's address is its file's sequence number (upper 32 bits) and its offset there.
 */
final class SegmentedLog implements AutoCloseable {
    /** Groups of at least this size are not preallocated for: writing them twice would cost more than it saves. */
    private static final long LARGE_GROUP_BYTES = 64 << 10;

    /** Groups from {@link #LARGE_GROUP_BYTES} to this are put together in memory that is kept for it. */
    private static final long GATHERED_BYTES_MAX = 4 << 20;

    private static final MemorySegment ZEROS =
            MemorySegment.ofArray(new byte[64 << 10]).asReadOnly();

    private final Disk disk;
    private final String folder;
    private final LogOptions options;
    private final Supplier<Optional<MemorySegment>> preamble;
    private final List<TornTail> tornTails = new ArrayList<>();
    private final Object lock = new Object();
    /** Guarded by {@link #lock}; the last is the one being written unless {@link #sealed}. */
    private final TreeMap<Long, LogFile> files = new TreeMap<>();

    private boolean sealed = true;
    private long nextSequence = 1;
    private long lastGroup;
    private MemorySegment gathering = MemorySegment.NULL;

    /** One file: {@code end} is where its valid records end, {@code allocated} its length. */
    private static final class LogFile {
        final long sequence;
        final String name;
        final DiskFile handle;
        volatile long end;
        long allocated;

        LogFile(long sequence, String name, DiskFile handle) {
            this.sequence = sequence;
            this.name = name;
            this.handle = handle;
        }
    }

    private SegmentedLog(Disk disk, String folder, LogOptions options, Supplier<Optional<MemorySegment>> preamble) {
        this.disk = disk;
        this.folder = folder;
        this.options = options;
        this.preamble = preamble;
    }

    /**
     * Opens the log of a folder and delivers all its records in order; an unfinished end is cut off.
     *
     * @param from files of smaller sequence numbers are deleted unread
     * @param preamble asked for the first record of every new file
     * @throws DatabaseException DATA_INTEGRITY naming file and offset where durable bytes went bad
     */
    static SegmentedLog open(
            Disk disk,
            String folder,
            LogOptions options,
            long from,
            Supplier<Optional<MemorySegment>> preamble,
            LogScan.Visitor visitor) {
        SegmentedLog log = new SegmentedLog(disk, folder, options, preamble);
        try {
            log.recover(from, visitor);
        } catch (RuntimeException cause) {
            log.close();
            throw cause;
        }
        return log;
    }

    static long address(long sequence, long offset) {
        return sequence << 32 | offset;
    }

    static long sequenceOf(long address) {
        return address >>> 32;
    }

    private void recover(long from, LogScan.Visitor visitor) {
        List<Long> sequences = new ArrayList<>();
        for (Disk.FileMeta file : disk.list(folder)) {
            long sequence = LogFormat.sequence(file.name());
            if (sequence >= 0 && sequence < from) {
                disk.delete(file.name());
            } else if (sequence >= 0) {
                sequences.add(sequence);
            }
        }
        nextSequence = Math.max(1, from);
        for (int i = 0; i < sequences.size(); i++) {
            long next = i + 1 < sequences.size() ? sequences.get(i + 1) : -1;
            recoverFile(sequences.get(i), next, visitor);
        }
    }

    private void recoverFile(long sequence, long next, LogScan.Visitor visitor) {
        String name = LogFormat.fileName(folder, sequence);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = disk.map(name, arena);
            LogScan scan = new LogScan(bytes, sequence, lastGroup);
            long endWanted = next < 0 ? -1 : endSaidBy(next, sequence);
            scan.run(endWanted < 0 ? bytes.byteSize() : endWanted, visitor);
            damage(endWanted >= 0 ? scan.end() != endWanted : scan.proofOfDamage() >= 0, name, scan.end());
            keep(name, sequence, scan, endWanted < 0, bytes.byteSize());
        }
    }

    /** Returns where file {@code sequence} ends according to its successor, or -1 if that does not know it. */
    private long endSaidBy(long successor, long sequence) {
        try (Arena arena = Arena.ofConfined()) {
            FileHeader header = LogFormat.fileHeader(disk.map(LogFormat.fileName(folder, successor), arena), successor);
            return header != null && header.previous() == sequence ? header.previousEnd() : -1;
        }
    }

    private void damage(boolean found, String name, long offset) {
        if (found) {
            throw new DatabaseException(
                    ErrorCode.DATA_INTEGRITY,
                    "log file " + name + " is damaged at offset " + offset + ", not at its end");
        }
    }

    private void keep(String name, long sequence, LogScan scan, boolean last, long length) {
        LogFile file = new LogFile(sequence, name, disk.open(name));
        synchronized (lock) {
            files.put(sequence, file);
        }
        file.end = scan.end();
        file.allocated = length;
        nextSequence = sequence + 1;
        lastGroup = scan.lastGroup();
        if (!last) {
            return;
        }
        long remnant = scan.remnantBytes();
        if (remnant > 0) {
            tornTails.add(new TornTail(name, scan.end(), remnant));
        }
        // What was read may be in the system's memory only; nothing is built on it before it is durable. The file is
        // not continued: a new one says where this one ends, whatever the next crash leaves behind that point.
        file.handle.truncate(scan.end());
        file.allocated = scan.end();
        file.handle.force();
        disk.forceFolder(folder);
    }

    /** Returns what was cut off when the log was opened. */
    List<TornTail> tornTails() {
        return List.copyOf(tornTails);
    }

    /**
     * Appends records as one group and returns when they are durable.
     *
     * @return the address of each
     * @throws DatabaseException DISK_FULL or IO_FAILED: nothing was kept, a later group may succeed
     * @throws LogOutcomeUnknownException when that is not certain
     */
    long[] append(List<List<MemorySegment>> records) {
        GroupBytes group = GroupBytes.of(records);
        if (!sealed
                && current().end > LogFormat.FILE_HEADER_BYTES
                && current().end + group.bytes() > options.fileBytes()) {
            seal();
        }
        if (sealed) {
            begin();
        }
        return write(group);
    }

    /** Ends the current file, so that it can be deleted once nothing needs it. The next append begins another. */
    void seal() {
        if (!sealed) {
            LogFile file = current();
            sealed = true;
            cutQuietly(file);
        }
    }

    /** Ends the current file, if there is one, and begins another, so that the ended one can be deleted. */
    void roll() {
        seal();
        begin();
    }

    /** Returns the sequence number of the file that is being written, if there is one. */
    OptionalLong currentFile() {
        return sealed ? OptionalLong.empty() : OptionalLong.of(current().sequence);
    }

    /** Gives back what was allocated behind the end; a failure costs only space. */
    private static void cutQuietly(LogFile file) {
        if (file.allocated > file.end) {
            try {
                file.handle.truncate(file.end);
                file.allocated = file.end;
            } catch (DatabaseException ignored) {
                // The next file says where this one ends.
            }
        }
    }

    private LogFile current() {
        synchronized (lock) {
            return files.lastEntry().getValue();
        }
    }

    /** Begins a file. On failure the same is tried again by the next append: there is no way back to the file before. */
    private void begin() {
        long sequence = nextSequence;
        Invariant.check(sequence < 1L << 31, "log {} has no sequence numbers left", folder);
        FileHeader header = new FileHeader(sequence, 0, 0, lastGroup);
        synchronized (lock) {
            if (!files.isEmpty()) {
                LogFile before = files.lastEntry().getValue();
                header = new FileHeader(sequence, before.sequence, before.end, lastGroup);
            }
        }
        String name = LogFormat.fileName(folder, sequence);
        LogFile file = new LogFile(sequence, name, disk.open(name));
        long groupAfter;
        try {
            file.handle.truncate(0);
            groupAfter = fill(file, header);
            file.handle.force();
            disk.forceFolder(folder);
        } catch (RuntimeException cause) {
            file.handle.close();
            throw cause;
        }
        synchronized (lock) {
            files.put(sequence, file);
        }
        nextSequence = sequence + 1;
        sealed = false;
        lastGroup = groupAfter;
    }

    /** Writes what a file begins with and returns the number of its last group. */
    private long fill(LogFile file, FileHeader header) {
        List<MemorySegment> parts = new ArrayList<>(List.of(LogFormat.encode(header)));
        file.end = LogFormat.FILE_HEADER_BYTES;
        Optional<MemorySegment> first = preamble.get();
        if (first.isPresent()) {
            GroupBytes group = GroupBytes.of(List.of(List.of(first.get())));
            parts.addAll(group.encode(file.sequence, lastGroup + 1));
            file.end += group.bytes();
        }
        file.handle.write(0, parts);
        file.allocated = file.end;
        return first.isPresent() ? lastGroup + 1 : lastGroup;
    }

    private long[] write(GroupBytes group) {
        LogFile file = current();
        long start = file.end;
        try {
            preallocate(file, group.bytes());
            file.handle.write(start, encode(group, file.sequence));
            file.handle.force();
        } catch (DatabaseException cause) {
            takeBack(file, cause);
            throw cause;
        }
        lastGroup++;
        file.end = start + group.bytes();
        file.allocated = Math.max(file.allocated, file.end);
        return group.addresses(file.sequence, start);
    }

    private List<MemorySegment> encode(GroupBytes group, long sequence) {
        if (group.bytes() < LARGE_GROUP_BYTES || group.bytes() > GATHERED_BYTES_MAX) {
            return group.encode(sequence, lastGroup + 1);
        }
        if (gathering.byteSize() < group.bytes()) {
            gathering = Arena.ofAuto().allocate(Long.highestOneBit(group.bytes() - 1) << 1, Long.BYTES);
        }
        return List.of(group.encodeInto(gathering, sequence, lastGroup + 1));
    }

    private void preallocate(LogFile file, long bytes) {
        if (bytes >= LARGE_GROUP_BYTES || file.end + bytes <= file.allocated || options.preallocateBytes() == 0) {
            return;
        }
        List<MemorySegment> zeros = new ArrayList<>();
        for (long left = options.preallocateBytes(); left > 0; left -= ZEROS.byteSize()) {
            zeros.add(ZEROS.asSlice(0, Math.min(left, ZEROS.byteSize())));
        }
        try {
            file.handle.write(file.allocated, zeros);
            file.allocated += options.preallocateBytes();
        } catch (DatabaseException ignored) {
            // The group itself may still fit; its own write tells.
        }
    }

    /** After a failed write: cuts the file back to its last whole group and goes on in a new one. */
    private void takeBack(LogFile file, DatabaseException cause) {
        sealed = true;
        lastGroup++;
        try {
            file.handle.truncate(file.end);
            file.allocated = file.end;
            file.handle.force();
        } catch (DatabaseException second) {
            cause.addSuppressed(second);
            throw new LogOutcomeUnknownException("write to " + file.name + " failed and may be kept in part", cause);
        }
    }

    /**
     * Reads a record's payload into fresh memory.
     *
     * @throws DatabaseException DATA_INTEGRITY naming file and offset if it went bad, IO_KEY_NOT_FOUND if its file was
     *     deleted
     */
    MemorySegment read(long address, int payloadBytes) {
        long sequence = sequenceOf(address);
        long offset = address & 0xFFFF_FFFFL;
        LogFile file;
        synchronized (lock) {
            file = files.get(sequence);
        }
        if (file == null) {
            throw new DatabaseException(
                    ErrorCode.IO_KEY_NOT_FOUND, "no log file " + LogFormat.fileName(folder, sequence));
        }
        MemorySegment record = MemorySegment.ofArray(new byte[LogFormat.RECORD_HEADER_BYTES + payloadBytes]);
        file.handle.read(offset, record);
        RecordHeader header = LogFormat.recordHeader(record, sequence, 0);
        if (header == null || header.payloadBytes() != payloadBytes) {
            throw new DatabaseException(
                    ErrorCode.DATA_INTEGRITY, "log file " + file.name + " is damaged at offset " + offset);
        }
        return record.asSlice(LogFormat.RECORD_HEADER_BYTES);
    }

    /** Returns the sequence numbers of the files that are no longer written, oldest first. */
    List<Long> sealedFiles() {
        synchronized (lock) {
            List<Long> sequences = new ArrayList<>(files.keySet());
            if (!sealed) {
                sequences.removeLast();
            }
            return sequences;
        }
    }

    /** Returns the sequence number that the next file will have. */
    long nextSequence() {
        return nextSequence;
    }

    /** Returns the bytes of one file's valid records. */
    long fileBytes(long sequence) {
        synchronized (lock) {
            return files.get(sequence).end;
        }
    }

    /**
     * Deletes a file that is no longer written. The last file is kept until there is a later one, whose header says
     * where it ends.
     */
    void deleteFile(long sequence) {
        LogFile file;
        synchronized (lock) {
            if (files.lastKey() == sequence) {
                return;
            }
            file = files.remove(sequence);
        }
        file.handle.close();
        disk.delete(file.name);
    }

    /** Returns the bytes on disk. */
    long storedBytes() {
        synchronized (lock) {
            return files.values().stream().mapToLong(file -> file.end).sum();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            files.values().forEach(file -> file.handle.close());
            files.clear();
        }
    }
}
