package io.windhover.simulation.ports;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Wal;
import io.windhover.runtime.port.Wal.Position;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.Storm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The owner of one log, as long as its process lives. */
final class LogWriter {
    private final Runtime runtime;
    private final Wal wal;
    private final LogModel model;
    private final long epoch;
    private final Storm storm;
    private Optional<Wal.Writer> writer = Optional.empty();

    LogWriter(Runtime runtime, Wal wal, LogModel model, long epoch, Storm storm) {
        this.runtime = runtime;
        this.wal = wal;
        this.model = model;
        this.epoch = epoch;
        this.storm = storm;
    }

    /** Does one thing. A failure that the port allows is followed by a pause. */
    void step() {
        try {
            if (writer.isEmpty()) {
                open();
            }
            switch (storm.chance().nextInt(20)) {
                case 0, 1 -> trim();
                case 2 -> model.check(wal);
                case 3 -> deleteSometimes();
                default -> append();
            }
            runtime.sleep(Duration.ofNanos(1 + storm.chance().nextLong(2_000_000)));
        } catch (DatabaseException cause) {
            expect(cause, ErrorCode.DISK_FULL, ErrorCode.SERVICE_UNAVAILABLE);
            storm.tally().count("wal_" + cause.code().name().toLowerCase(Locale.ROOT));
            runtime.sleep(Duration.ofMillis(5));
        }
    }

    private void open() {
        if (model.epochTaken() > 0) {
            try {
                wal.openWriter(model.name(), model.epochTaken() - 1);
                BrokenPromiseException.unless(false, "%s was given to an old epoch", model.name());
            } catch (DatabaseException cause) {
                expect(cause, ErrorCode.NOT_OWNER);
            }
        }
        writer = Optional.of(wal.openWriter(model.name(), epoch));
        model.epochTaken(epoch);
    }

    private void append() {
        Map<Long, Promise<Position>> outcomes = new LinkedHashMap<>();
        for (int i = storm.chance().nextInt(5); i >= 0; i--) {
            long number = model.submit();
            int bytes = storm.chance().nextInt(storm.chance().nextInt(30) == 0 ? 50_000 : 500);
            outcomes.put(number, writer.orElseThrow().submit(LogModel.payload(number, bytes)));
        }
        Optional<DatabaseException> failure = Optional.empty();
        for (Map.Entry<Long, Promise<Position>> outcome : outcomes.entrySet()) {
            Optional<DatabaseException> before = failure;
            failure = settle(outcome.getKey(), outcome.getValue()).or(() -> before);
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private Optional<DatabaseException> settle(long number, Promise<Position> outcome) {
        try {
            model.acknowledged(number, outcome.await().value());
            return Optional.empty();
        } catch (DatabaseException cause) {
            if (cause.code() == ErrorCode.DISK_FULL) {
                model.refused(number);
            } else {
                expect(cause, ErrorCode.SERVICE_UNAVAILABLE);
                writer = Optional.empty();
            }
            return Optional.of(cause);
        }
    }

    private void trim() {
        long position = model.trimPoint();
        if (position > 0) {
            model.trimAsked(position);
            wal.trim(model.name(), new Position(position));
            model.trimDone(position);
        }
    }

    private void deleteSometimes() {
        if (storm.chance().nextInt(8) == 0) {
            model.deleteAsked();
            wal.delete(model.name());
            model.deleteDone();
            writer = Optional.empty();
        }
    }

    private static void expect(DatabaseException cause, ErrorCode... allowed) {
        for (ErrorCode code : allowed) {
            if (cause.code() == code) {
                return;
            }
        }
        throw cause;
    }
}
