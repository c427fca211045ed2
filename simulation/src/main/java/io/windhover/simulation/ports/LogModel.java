package io.windhover.simulation.ports;

import io.windhover.runtime.port.Wal;
import io.windhover.simulation.BrokenPromiseException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What one log must and may contain. Records are known by numbers that rise with their submission. */
final class LogModel {
    private enum State {
        /** No answer: may be there or not. */
        OPEN,
        /** Must be there. */
        ACKNOWLEDGED,
        /** Must not be there. */
        GONE
    }

    private static final class Sent {
        State state = State.OPEN;
        long position;
    }

    private final String name;
    private final TreeMap<Long, Sent> sent = new TreeMap<>();
    private long nextNumber = 1;
    private long trimAsked;
    private long trimDone;
    private boolean deleteAsked;
    private long epochTaken;
    private long acknowledged;

    LogModel(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    long acknowledgedCount() {
        return acknowledged;
    }

    long epochTaken() {
        return epochTaken;
    }

    void epochTaken(long epoch) {
        epochTaken = epoch;
    }

    long submit() {
        sent.put(nextNumber, new Sent());
        return nextNumber++;
    }

    void acknowledged(long number, long position) {
        Sent record = sent.get(number);
        record.state = State.ACKNOWLEDGED;
        record.position = position;
        acknowledged++;
    }

    void refused(long number) {
        sent.get(number).state = State.GONE;
    }

    /** Returns the position of an acknowledged record in the first half, 0 if there is none. */
    long trimPoint() {
        List<Long> positions = new ArrayList<>();
        for (Sent record : sent.values()) {
            if (record.state == State.ACKNOWLEDGED && record.position > trimDone) {
                positions.add(record.position);
            }
        }
        return positions.isEmpty() ? 0 : positions.get(positions.size() / 2);
    }

    void trimAsked(long position) {
        trimAsked = Math.max(trimAsked, position);
    }

    void trimDone(long position) {
        trimDone = Math.max(trimDone, position);
        sent.values().forEach(record -> {
            if (record.state == State.ACKNOWLEDGED && record.position <= trimDone) {
                record.state = State.GONE;
            }
        });
    }

    void deleteAsked() {
        deleteAsked = true;
    }

    void deleteDone() {
        sent.values().forEach(record -> record.state = State.GONE);
        forgetPositions();
    }

    private void forgetPositions() {
        deleteAsked = false;
        trimAsked = 0;
        trimDone = 0;
        epochTaken = 0;
    }

    /** Checks a log after a restart; what it shows now is the truth from here on. */
    void restarted(Wal wal) {
        if (deleteAsked && !wal.logs().contains(name)) {
            deleteDone();
        }
        TreeMap<Long, Long> found = check(wal);
        boolean trimmed = trimAsked > trimDone && found.values().stream().noneMatch(position -> position <= trimAsked);
        if (trimmed) {
            trimDone(trimAsked);
        }
        trimAsked = trimDone;
        deleteAsked = false;
        sent.forEach((number, record) -> {
            if (record.state == State.OPEN) {
                record.state = found.containsKey(number) ? State.ACKNOWLEDGED : State.GONE;
                record.position = found.getOrDefault(number, 0L);
            }
        });
        sent.values().removeIf(record -> record.state == State.GONE);
    }

    /** Checks a log against what was promised and returns the positions of its records by number. */
    TreeMap<Long, Long> check(Wal wal) {
        TreeMap<Long, Long> found = read(wal);
        for (long number : found.keySet()) {
            Sent record = sent.get(number);
            BrokenPromiseException.unless(record != null, "%s has the unknown record %s", name, number);
            BrokenPromiseException.unless(
                    record.state != State.GONE, "%s has record %s back, which was refused or trimmed", name, number);
        }
        sent.forEach((number, record) -> {
            boolean mayBeTrimmed = record.position <= trimAsked || deleteAsked;
            if (record.state == State.ACKNOWLEDGED && !(mayBeTrimmed && !found.containsKey(number))) {
                BrokenPromiseException.unless(
                        found.containsKey(number), "%s lost the acknowledged record %s", name, number);
                BrokenPromiseException.unless(
                        found.get(number) == record.position,
                        "%s has record %s at %s, not %s",
                        name,
                        number,
                        found.get(number),
                        record.position);
            }
        });
        return found;
    }

    private TreeMap<Long, Long> read(Wal wal) {
        TreeMap<Long, Long> found = new TreeMap<>();
        long lastNumber = 0;
        try (Wal.Reader reader = wal.read(name, Wal.Position.START)) {
            for (Optional<Wal.WalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                MemorySegment payload = next.get().payload();
                long number = payload.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
                BrokenPromiseException.unless(
                        number > lastNumber, "%s has record %s after %s", name, number, lastNumber);
                BrokenPromiseException.unless(isWhole(payload, number), "%s has a bad record %s", name, number);
                lastNumber = number;
                found.put(number, next.get().position().value());
            }
        }
        return found;
    }

    /** Returns a payload that tells its number and can be checked. */
    static List<MemorySegment> payload(long number, int fillingBytes) {
        MemorySegment head = MemorySegment.ofArray(new byte[8]);
        head.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, number);
        byte[] filling = new byte[fillingBytes];
        Arrays.fill(filling, (byte) (number * 31));
        return List.of(head, MemorySegment.ofArray(filling));
    }

    private static boolean isWhole(MemorySegment payload, long number) {
        for (long at = 8; at < payload.byteSize(); at++) {
            if (payload.get(ValueLayout.JAVA_BYTE, at) != (byte) (number * 31)) {
                return false;
            }
        }
        return true;
    }
}
