package io.windhover.cluster.late;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.ObjectStore;
import java.util.List;
import java.util.function.Supplier;

/** Objects whose store may be away at first: SERVICE_UNAVAILABLE until it is there. */
public final class LateObjectStore implements ObjectStore {
    private final Late<ObjectStore> late;

    /** Begins to open, with what throws DatabaseException for as long as the store is not there. */
    public LateObjectStore(Runtime runtime, Supplier<ObjectStore> opener) {
        this.late = new Late<>(runtime, "object store", opener, ObjectStore::close);
    }

    @Override
    public ObjectWriter create(String name) {
        return late.require().create(name);
    }

    @Override
    public ObjectWriter createNew(String name) {
        return late.require().createNew(name);
    }

    @Override
    public MappedObject map(String name) {
        return late.require().map(name);
    }

    @Override
    public byte[] read(String name, long offset, int bytes) {
        return late.require().read(name, offset, bytes);
    }

    @Override
    public List<ObjectMeta> list(String prefix) {
        return late.require().list(prefix);
    }

    @Override
    public void delete(String name) {
        late.require().delete(name);
    }

    @Override
    public void close() {
        late.close();
    }
}
