package io.windhover.runtime.simulated;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Wal;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** A log store across a network that delays, refuses, and loses the acknowledgement of what was written. */
public final class SimulatedWal implements Wal {
    private final Runtime runtime;
    private final Wal behind;
    private final FaultyCalls calls;

    /** Puts the network before {@code behind}; answers are carried by fibers of {@code runtime}. */
    public SimulatedWal(Simulation simulation, Runtime runtime, Wal behind) {
        this.runtime = runtime;
        this.behind = behind;
        this.calls = new FaultyCalls(simulation, "write-ahead log");
    }

    /** Sets what goes wrong from now on. */
    public void faults(PortFaults faults) {
        calls.faults(faults);
    }

    @Override
    public Writer openWriter(String log, long epoch) {
        return new RemoteWriter(calls.call("openWriter", () -> behind.openWriter(log, epoch)));
    }

    @Override
    public Reader read(String log, Position after) {
        return new RemoteReader(calls.call("read", () -> behind.read(log, after)));
    }

    /** A reader that finds nothing while the store cannot be reached. */
    private final class RemoteReader implements Reader {
        private final Reader reader;

        RemoteReader(Reader reader) {
            this.reader = reader;
        }

        @Override
        public Optional<WalRecord> next() {
            if (calls.areAllRefused()) {
                throw calls.unavailable("read was refused");
            }
            return reader.next();
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    @Override
    public void trim(String log, Position upTo) {
        calls.run("trim", () -> behind.trim(log, upTo));
    }

    @Override
    public void delete(String log) {
        calls.run("delete", () -> behind.delete(log));
    }

    @Override
    public List<String> logs() {
        return calls.call("logs", behind::logs);
    }

    @Override
    public long storedBytes() {
        return behind.storedBytes();
    }

    @Override
    public void close() {
        behind.close();
    }

    /** A writer whose answers take their way back, in order; after a lost one it is closed. */
    private final class RemoteWriter implements Writer {
        private final Writer writer;
        private boolean closed;

        RemoteWriter(Writer writer) {
            this.writer = writer;
        }

        @Override
        public Promise<Position> submit(List<MemorySegment> payloadParts) {
            Promise<Position> answer = runtime.promise();
            if (closed) {
                answer.fail(calls.unavailable("the writer is closed"));
                return answer;
            }
            if (calls.areAllRefused()) {
                close();
                answer.fail(calls.unavailable("an append does not get there"));
                return answer;
            }
            Promise<Position> outcome = writer.submit(payloadParts);
            runtime.fork("wal-answer", () -> carry(outcome, answer));
            return answer;
        }

        private void carry(Promise<Position> outcome, Promise<Position> answer) {
            try {
                answer.complete(calls.call("append", outcome::await));
            } catch (DatabaseException cause) {
                boolean known = cause.code() == ErrorCode.DISK_FULL;
                if (!known) {
                    close();
                }
                answer.fail(cause);
            }
        }

        @Override
        public void close() {
            closed = true;
            writer.close();
        }
    }
}
