package io.windhover.node;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Wal;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A log whose appends can be made to fail: before anything was kept, or after, when only the answer is lost. */
public final class FaultyWal implements Wal {
    private final Wal real;
    private final Runtime runtime;
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger lostAnswers = new AtomicInteger();

    /** Puts faults in front of a log. */
    public FaultyWal(Wal real, Runtime runtime) {
        this.real = real;
        this.runtime = runtime;
    }

    /** Refuses so many appends as if the disk were full. */
    public void refuse(int count) {
        refusals.set(count);
    }

    /** Keeps so many appends, but fails them with an unknown outcome. */
    public void loseAnswers(int count) {
        lostAnswers.set(count);
    }

    private static boolean takeOne(AtomicInteger left) {
        return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    @Override
    public Writer openWriter(String log, long epoch) {
        Writer writer = real.openWriter(log, epoch);
        return new Writer() {
            @Override
            public Promise<Position> submit(List<MemorySegment> parts) {
                if (takeOne(refusals)) {
                    return failed(ErrorCode.DISK_FULL);
                }
                Promise<Position> durable = writer.submit(parts);
                if (takeOne(lostAnswers)) {
                    durable.await();
                    return failed(ErrorCode.SERVICE_UNAVAILABLE);
                }
                return durable;
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    private Promise<Position> failed(ErrorCode code) {
        Promise<Position> promise = runtime.promise();
        promise.fail(DatabaseException.of(code, "log", "faulty"));
        return promise;
    }

    @Override
    public Reader read(String log, Position after) {
        return real.read(log, after);
    }

    @Override
    public void trim(String log, Position upTo) {
        real.trim(log, upTo);
    }

    @Override
    public void delete(String log) {
        real.delete(log);
    }

    @Override
    public List<String> logs() {
        return real.logs();
    }

    @Override
    public long storedBytes() {
        return real.storedBytes();
    }

    @Override
    public void close() {
        real.close();
    }
}
