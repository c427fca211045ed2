package io.windhover.runtime.local;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.local.WalFormat.Deleted;
import io.windhover.runtime.local.WalFormat.LogHead;
import io.windhover.runtime.local.WalFormat.Opened;
import io.windhover.runtime.local.WalFormat.Rows;
import io.windhover.runtime.local.WalFormat.State;
import io.windhover.runtime.local.WalFormat.Trimmed;
import io.windhover.runtime.local.WalFormat.WalEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the durable records say: all logs, where their live records are, how much of each file is live. Changed by the
 * writing fiber only, after the record is durable; read by all.
 */
final class WalIndex {
    private final TreeMap<String, WalLog> byName = new TreeMap<>();
    private final Map<Integer, WalLog> byNumber = new HashMap<>();
    private final Map<Long, Long> liveBytes = new HashMap<>();
    private int nextLog = 1;

    /** A live record and where it is. */
    record Place(long position, long address, int payloadBytes) {}

    /** A live record to be moved. */
    record Move(int log, Place place) {}

    synchronized Optional<WalLog> log(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    synchronized int nextLog() {
        return nextLog;
    }

    synchronized List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    /** Tells whether {@code log} is still the one of its name. */
    synchronized boolean exists(WalLog log) {
        return byNumber.get(log.number) == log;
    }

    synchronized long next(WalLog log) {
        return log.next();
    }

    /** Applies a durable record at {@code address}. */
    synchronized void apply(WalEntry entry, long address) {
        switch (entry) {
            case Rows rows -> applyRows(rows, address);
            case Opened opened -> applyOpened(opened);
            case Trimmed trimmed -> {
                WalLog log = byNumber.get(trimmed.log());
                if (log != null) {
                    trim(log, trimmed.upTo());
                }
            }
            case Deleted deleted -> {
                WalLog log = byNumber.get(deleted.log());
                if (log != null) {
                    remove(log);
                }
            }
            case State state -> applyState(state);
        }
    }

    private void applyRows(Rows rows, long address) {
        WalLog log = byNumber.get(rows.log());
        if (log == null || rows.position() < log.first()) {
            return;
        }
        if (rows.position() > log.next()) {
            throw new DatabaseException(
                    ErrorCode.DATA_INTEGRITY,
                    "write-ahead log " + log.name + " jumps from position " + log.next() + " to " + rows.position());
        }
        if (log.isLive(rows.position())) {
            forget(log, rows.position());
        }
        log.add(rows.position(), address, rows.payloadBytes());
        liveBytes.merge(SegmentedLog.sequenceOf(address), (long) rows.payloadBytes() + 1, Long::sum);
    }

    private void applyOpened(Opened opened) {
        WalLog log = byNumber.get(opened.log());
        if (log == null) {
            log = new WalLog(opened.log(), opened.name());
            byNumber.put(log.number, log);
            byName.put(log.name, log);
            nextLog = Math.max(nextLog, log.number + 1);
        }
        log.opened(opened.epoch());
    }

    private void applyState(State state) {
        nextLog = Math.max(nextLog, state.nextLog());
        Map<Integer, LogHead> heads = new HashMap<>();
        state.logs().forEach(head -> heads.put(head.log(), head));
        for (WalLog log : List.copyOf(byNumber.values())) {
            if (!heads.containsKey(log.number)) {
                remove(log);
            }
        }
        for (LogHead head : state.logs()) {
            WalLog log = byNumber.computeIfAbsent(head.log(), number -> new WalLog(number, head.name()));
            byName.put(head.name(), log);
            trim(log, head.first() - 1);
            // Records beyond were written in part and taken back; they were never durable.
            for (long position = head.next(); log.isLive(position); position++) {
                forget(log, position);
            }
            log.restore(head.epoch(), head.first(), head.next());
        }
    }

    private void trim(WalLog log, long upTo) {
        for (long position = log.first(); position <= upTo && position < log.next(); position++) {
            forget(log, position);
        }
        log.trim(upTo);
    }

    private void remove(WalLog log) {
        trim(log, log.next() - 1);
        byNumber.remove(log.number);
        byName.remove(log.name, log);
    }

    private void forget(WalLog log, long position) {
        long address = log.address(position);
        if (address != 0) {
            long bytes = log.payloadBytes(position) + 1L;
            liveBytes.merge(SegmentedLog.sequenceOf(address), -bytes, Long::sum);
        }
    }

    /** Returns the state for the beginning of a new file. */
    synchronized State state() {
        List<LogHead> heads = new ArrayList<>();
        for (WalLog log : byName.values()) {
            heads.add(new LogHead(log.number, log.name, log.epoch(), log.first(), log.next()));
        }
        return new State(nextLog, heads);
    }

    /** Fails if a live record was not found: its file is missing. */
    synchronized void checkComplete() {
        for (WalLog log : byName.values()) {
            for (long position = log.first(); position < log.next(); position++) {
                if (log.address(position) == 0) {
                    throw new DatabaseException(
                            ErrorCode.DATA_INTEGRITY,
                            "write-ahead log " + log.name + " lacks the record at position " + position
                                    + ": a file of it is missing");
                }
            }
        }
    }

    /** Returns the first record of a log later than {@code after}, empty at its end or if there is no such log. */
    synchronized Optional<Place> firstAfter(String name, long after) {
        WalLog log = byName.get(name);
        if (log == null) {
            return Optional.empty();
        }
        long position = Math.max(after + 1, log.first());
        return log.isLive(position)
                ? Optional.of(new Place(position, log.address(position), log.payloadBytes(position)))
                : Optional.empty();
    }

    /** Returns the bytes of live records in a file; one is added for each, so that 0 means none. */
    synchronized long liveBytes(long sequence) {
        return liveBytes.getOrDefault(sequence, 0L);
    }

    synchronized void fileDeleted(long sequence) {
        liveBytes.remove(sequence);
    }

    /** Returns the live records of one file, log by log in order. */
    synchronized List<Move> liveRecords(long sequence) {
        List<Move> moves = new ArrayList<>();
        for (WalLog log : byName.values()) {
            for (long position = log.first(); position < log.next(); position++) {
                long address = log.address(position);
                if (SegmentedLog.sequenceOf(address) == sequence) {
                    moves.add(new Move(log.number, new Place(position, address, log.payloadBytes(position))));
                }
            }
        }
        return moves;
    }
}
