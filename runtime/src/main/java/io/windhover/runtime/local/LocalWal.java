package io.windhover.runtime.local;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.WalFormat.Deleted;
import io.windhover.runtime.local.WalFormat.Opened;
import io.windhover.runtime.local.WalFormat.Rows;
import io.windhover.runtime.local.WalFormat.Trimmed;
import io.windhover.runtime.local.WalFormat.WalEntry;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.Wal;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All write-ahead logs of one machine in one physical log: one fiber writes what all shards have waiting as one group
 * and forces it once. Which record is where is kept in memory. A file is deleted when it holds no live record; the few
 * that a quiet log keeps in an old file are copied forward.
 */
public final class LocalWal implements Wal {
    private static final int WAITING_MAX = 1 << 16;
    private static final int GROUP_RECORDS_MAX = 4096;
    private static final long GROUP_BYTES_MAX = 8 << 20;
    /** A file is emptied by copying when at most one part in this many is live. */
    private static final int COPY_FRACTION = 8;
    /** A file that is mostly dead is ended early once it has at least one part in this many of its full size. */
    private static final int DEAD_FRACTION = 64;

    private final Runtime runtime;
    private final Mailbox<WalCommand> waiting;
    private final WalIndex index = new WalIndex();
    private final SegmentedLog files;
    private final long deadBytesMin;
    private final Fiber fiber;
    private volatile boolean closed;

    private LocalWal(Runtime runtime, Disk disk, String folder, LogOptions options) {
        this.runtime = runtime;
        this.waiting = runtime.mailbox("wal", WAITING_MAX);
        this.files = SegmentedLog.open(
                disk,
                folder,
                options,
                0,
                () -> Optional.of(WalFormat.encode(index.state())),
                (address, payload) -> index.apply(WalFormat.decode(payload), address));
        this.deadBytesMin = options.fileBytes() / DEAD_FRACTION;
        this.index.checkComplete();
        this.fiber = runtime.fork("wal-writer", this::run);
    }

    /**
     * Opens the logs of a folder, or begins them.
     *
     * @throws DatabaseException DATA_INTEGRITY naming file and offset, if durable records went bad
     */
    public static LocalWal open(Runtime runtime, Disk disk, String folder) {
        return open(runtime, disk, folder, LogOptions.STANDARD);
    }

    /** As {@link #open(Runtime, Disk, String)} with another layout of files. */
    public static LocalWal open(Runtime runtime, Disk disk, String folder, LogOptions options) {
        return new LocalWal(runtime, disk, folder, options);
    }

    /** Returns what the last crash left unfinished and was cut off. */
    public List<TornTail> tornTails() {
        return files.tornTails();
    }

    @Override
    public Writer openWriter(String log, long epoch) {
        Promise<LocalWalWriter> outcome = runtime.promise();
        return put(new WalCommand.Open(log, epoch, outcome), outcome).await();
    }

    Promise<Position> submit(LocalWalWriter writer, List<MemorySegment> parts) {
        Promise<Position> outcome = runtime.promise();
        return put(new WalCommand.Append(writer, parts, outcome), outcome);
    }

    @Override
    public void trim(String log, Position upTo) {
        Promise<Boolean> outcome = runtime.promise();
        put(new WalCommand.Trim(log, upTo.value(), outcome), outcome).await();
    }

    @Override
    public void delete(String log) {
        Promise<Boolean> outcome = runtime.promise();
        put(new WalCommand.Delete(log, outcome), outcome).await();
    }

    private <T> Promise<T> put(WalCommand command, Promise<T> outcome) {
        if (!waiting.offer(command)) {
            outcome.fail(
                    closed
                            ? new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "write-ahead log is closed")
                            : new DatabaseException(
                                    ErrorCode.SERVICE_TOO_MANY_REQUESTS,
                                    WAITING_MAX + " records wait for the write-ahead log"));
        }
        return outcome;
    }

    @Override
    public Reader read(String log, Position after) {
        return new LocalWalReader(index, files, log, after);
    }

    @Override
    public List<String> logs() {
        return index.names();
    }

    @Override
    public long storedBytes() {
        return files.storedBytes();
    }

    @Override
    public void close() {
        closed = true;
        waiting.close();
        fiber.join();
        files.close();
    }

    private void run() {
        try {
            collect();
            while (true) {
                commit(waiting.takeAll(GROUP_RECORDS_MAX));
            }
        } finally {
            closed = true;
            waiting.close();
            refuseWaiting();
        }
    }

    private void refuseWaiting() {
        while (waiting.size() > 0) {
            for (WalCommand command : waiting.takeAll(GROUP_RECORDS_MAX)) {
                command.outcome()
                        .fail(new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "write-ahead log is closed"));
            }
        }
    }

    /** Writes the commands in order; appends that follow each other become one group. */
    private void commit(List<WalCommand> commands) {
        List<WalCommand.Append> group = new ArrayList<>();
        long bytes = 0;
        try {
            for (WalCommand command : commands) {
                if (command instanceof WalCommand.Append append) {
                    group.add(append);
                    bytes += append.parts().stream()
                            .mapToLong(MemorySegment::byteSize)
                            .sum();
                }
                if (bytes >= GROUP_BYTES_MAX || !(command instanceof WalCommand.Append)) {
                    appendAll(group);
                    group.clear();
                    bytes = 0;
                }
                control(command);
            }
            appendAll(group);
        } catch (RuntimeException cause) {
            commands.forEach(command -> command.outcome().fail(unknown(cause)));
            throw cause;
        }
        if (commands.size() > 1) {
            // Those who were just answered get the chance to join the next group.
            runtime.yield();
        }
    }

    private void control(WalCommand command) {
        try {
            switch (command) {
                case WalCommand.Append append -> {}
                case WalCommand.Open open -> open.outcome().complete(open(open.log(), open.epoch()));
                case WalCommand.Trim trim -> trim.outcome().complete(trim(trim.log(), trim.upTo()));
                case WalCommand.Delete delete -> delete.outcome().complete(remove(delete.log()));
            }
        } catch (DatabaseException cause) {
            // A disk that fails once may work the next time: whoever asked may ask again.
            command.outcome().fail(cause.code() == ErrorCode.IO_FAILED ? unknown(cause) : cause);
        } catch (LogOutcomeUnknownException cause) {
            command.outcome().fail(unknown(cause));
        }
    }

    private static DatabaseException unknown(RuntimeException cause) {
        return new DatabaseException(
                ErrorCode.SERVICE_UNAVAILABLE, "outcome of a write-ahead log write is unknown: " + cause, cause);
    }

    private LocalWalWriter open(String name, long epoch) {
        Optional<WalLog> known = index.log(name);
        if (known.isPresent() && epoch < known.get().epoch()) {
            throw new DatabaseException(
                    ErrorCode.NOT_OWNER,
                    "log " + name + " is closed to epoch " + epoch + ": a writer of epoch "
                            + known.get().epoch() + " has taken it");
        }
        int number = known.map(log -> log.number).orElse(index.nextLog());
        Opened opened = new Opened(number, name, epoch);
        record(opened, WalFormat.encode(opened));
        return new LocalWalWriter(this, index.log(name).orElseThrow());
    }

    private boolean trim(String name, long upTo) {
        Optional<WalLog> log = index.log(name);
        if (log.isEmpty()
                || upTo < log.get().first()
                || log.get().first() == log.get().next()) {
            return false;
        }
        Trimmed trimmed = new Trimmed(log.get().number, upTo);
        record(trimmed, WalFormat.encode(trimmed));
        collect();
        return true;
    }

    private boolean remove(String name) {
        Optional<WalLog> log = index.log(name);
        if (log.isEmpty()) {
            return false;
        }
        Deleted deleted = new Deleted(log.get().number);
        record(deleted, WalFormat.encode(deleted));
        collect();
        return true;
    }

    private void record(WalEntry entry, MemorySegment bytes) {
        long[] addresses = files.append(List.of(List.of(bytes)));
        index.apply(entry, addresses[0]);
    }

    private void appendAll(List<WalCommand.Append> appends) {
        List<WalCommand.Append> accepted = new ArrayList<>(appends.size());
        List<List<MemorySegment>> records = new ArrayList<>(appends.size());
        List<Rows> rows = new ArrayList<>(appends.size());
        Map<WalLog, Long> next = new HashMap<>();
        for (WalCommand.Append append : appends) {
            WalLog log = append.writer().log();
            try {
                append.writer().checkMayAppend(index.exists(log));
            } catch (DatabaseException cause) {
                append.outcome().fail(cause);
                continue;
            }
            long position = next.merge(log, index.next(log), (seen, ignored) -> seen + 1);
            List<MemorySegment> record = new ArrayList<>(append.parts().size() + 1);
            record.add(WalFormat.encodeRows(log.number, position));
            record.addAll(append.parts());
            accepted.add(append);
            records.add(record);
            rows.add(new Rows(log.number, position, payloadBytes(append.parts())));
        }
        if (!accepted.isEmpty()) {
            write(accepted, records, rows);
        }
    }

    private static int payloadBytes(List<MemorySegment> parts) {
        return Math.toIntExact(parts.stream().mapToLong(MemorySegment::byteSize).sum());
    }

    private void write(List<WalCommand.Append> appends, List<List<MemorySegment>> records, List<Rows> rows) {
        long[] addresses;
        try {
            addresses = files.append(records);
        } catch (DatabaseException cause) {
            fail(appends, cause, cause.code() != ErrorCode.DISK_FULL);
            return;
        } catch (LogOutcomeUnknownException cause) {
            fail(appends, cause, true);
            return;
        }
        for (int i = 0; i < addresses.length; i++) {
            index.apply(rows.get(i), addresses[i]);
        }
        for (int i = 0; i < addresses.length; i++) {
            appends.get(i).outcome().complete(new Position(rows.get(i).position()));
        }
    }

    /** Answers failed appends. Anything but a full disk closes the writers: whoever owns the log has to look again. */
    private void fail(List<WalCommand.Append> appends, RuntimeException cause, boolean closeWriters) {
        for (WalCommand.Append append : appends) {
            if (closeWriters) {
                append.writer().close();
            }
            append.outcome().fail(closeWriters ? unknown(cause) : cause);
        }
    }

    /** Deletes files without a live record, and empties at most one that has few. */
    private void collect() {
        if (!endMostlyDeadFile()) {
            return;
        }
        boolean copied = false;
        for (long sequence : files.sealedFiles()) {
            long live = index.liveBytes(sequence);
            try {
                if (live > 0 && !copied && live <= files.fileBytes(sequence) / COPY_FRACTION) {
                    copyForward(index.liveRecords(sequence));
                    copied = true;
                    live = index.liveBytes(sequence);
                }
                if (live == 0) {
                    files.deleteFile(sequence);
                    index.fileDeleted(sequence);
                }
            } catch (DatabaseException | LogOutcomeUnknownException ignored) {
                // Space is not given back now; the next trim tries again.
                return;
            }
        }
    }

    /**
     * Begins a new file if hardly anything in the present one is live, or what was trimmed would stay on disk until
     * others have filled it. Returns whether it could.
     */
    private boolean endMostlyDeadFile() {
        OptionalLong file = files.currentFile();
        if (file.isEmpty()) {
            return true;
        }
        long bytes = files.fileBytes(file.getAsLong());
        try {
            if (bytes >= deadBytesMin && index.liveBytes(file.getAsLong()) <= bytes / COPY_FRACTION) {
                files.roll();
            }
            return true;
        } catch (DatabaseException | LogOutcomeUnknownException ignored) {
            // As with deletions: the next trim tries again.
            return false;
        }
    }

    private void copyForward(List<WalIndex.Move> moves) {
        List<List<MemorySegment>> records = new ArrayList<>(moves.size());
        for (WalIndex.Move move : moves) {
            WalIndex.Place place = move.place();
            records.add(List.of(files.read(place.address(), WalFormat.ROW_HEADER_BYTES + place.payloadBytes())));
        }
        long[] addresses = files.append(records);
        for (int i = 0; i < addresses.length; i++) {
            WalIndex.Place place = moves.get(i).place();
            index.apply(new Rows(moves.get(i).log(), place.position(), place.payloadBytes()), addresses[i]);
        }
    }
}
