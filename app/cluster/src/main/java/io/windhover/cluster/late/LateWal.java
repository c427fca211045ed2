package io.windhover.cluster.late;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Wal;
import java.util.List;
import java.util.function.Supplier;

/** Logs whose store may be away at first: SERVICE_UNAVAILABLE until it is there. */
public final class LateWal implements Wal {
    private final Late<Wal> late;

    /** Begins to open, with what throws DatabaseException for as long as the store is not there. */
    public LateWal(Runtime runtime, Supplier<Wal> opener) {
        this.late = new Late<>(runtime, "store of the write-ahead logs", opener, Wal::close);
    }

    @Override
    public Writer openWriter(String log, long epoch) {
        return late.require().openWriter(log, epoch);
    }

    @Override
    public Reader read(String log, Position after) {
        return late.require().read(log, after);
    }

    @Override
    public void trim(String log, Position upTo) {
        late.require().trim(log, upTo);
    }

    @Override
    public void delete(String log) {
        late.require().delete(log);
    }

    @Override
    public List<String> logs() {
        return late.require().logs();
    }

    @Override
    public long storedBytes() {
        return late.require().storedBytes();
    }

    @Override
    public void close() {
        late.close();
    }
}
