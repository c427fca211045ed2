package io.windhover.coordinator;

import io.windhover.model.RequestId;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.port.ObjectStore.ObjectMeta;
import io.windhover.runtime.port.ObjectStore.ObjectWriter;
import io.windhover.runtime.port.Wal;
import io.windhover.runtime.production.DirectoryDisk;
import io.windhover.runtime.production.ProductionRuntime;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A coordinator with real local stores in one directory. Closing it fails if a fiber failed. */
public final class Ground implements AutoCloseable {
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    public final ProductionRuntime runtime = ProductionRuntime.start(2, (fiber, cause) -> failures.add(cause));
    public final LocalMetaStore meta;
    public final LocalObjectStore objects;
    public final LocalWal wal;
    public final Coordinator coordinator;
    private final DirectoryDisk disk;
    private int requests;

    /** Opens everything. */
    public Ground(Path directory) {
        disk = DirectoryDisk.open(directory);
        meta = LocalMetaStore.open(runtime, disk, "meta");
        objects = LocalObjectStore.open(disk, "objects");
        wal = LocalWal.open(runtime, disk, "wal");
        coordinator = Coordinator.open(runtime, meta, CoordinatorSettings.EMBEDDED);
    }

    /** Submits a command under a new request id. */
    public CommandResult submit(Command command) {
        return coordinator.submit(command, new RequestId(System.identityHashCode(this) + "-" + requests++));
    }

    /** Writes an object of 100 bytes. */
    public void write(String object) {
        try (ObjectWriter writer = objects.create(object)) {
            writer.write(MemorySegment.ofArray(new byte[100]));
            writer.commit();
        }
    }

    /** Writes one record to a log. */
    public void append(String log) {
        try (Wal.Writer writer = wal.openWriter(log, 1)) {
            writer.append(List.of(MemorySegment.ofArray(new byte[10])));
        }
    }

    /** Returns the names of all objects. */
    public List<String> names() {
        return objects.list("").stream().map(ObjectMeta::name).toList();
    }

    @Override
    public void close() {
        coordinator.close();
        wal.close();
        objects.close();
        meta.close();
        runtime.close();
        disk.close();
        if (!failures.isEmpty()) {
            throw new AssertionError("a fiber failed", failures.getFirst());
        }
    }
}
