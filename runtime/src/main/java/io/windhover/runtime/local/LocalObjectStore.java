package io.windhover.runtime.local;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Invariant;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.DiskNames;
import io.windhover.runtime.port.ObjectStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Objects as files of one folder. An object is written under another name, forced, and renamed when it is committed;
 * what a crash left unfinished is removed when the store is opened.
 */
public final class LocalObjectStore implements ObjectStore {
    private static final String OBJECTS = "/objects";
    private static final String UNFINISHED = "/unfinished";

    private final Disk disk;
    private final String objects;
    private final String unfinished;
    private final AtomicLong writers = new AtomicLong();
    private final AtomicInteger mappedObjects = new AtomicInteger();
    private final AtomicLong mappedBytes = new AtomicLong();
    /** Names that a commit of {@link #createNew} is about to take. Guarded by itself. */
    private final Set<String> reserved = new HashSet<>();

    private LocalObjectStore(Disk disk, String folder) {
        this.disk = disk;
        this.objects = folder + OBJECTS;
        this.unfinished = folder + UNFINISHED;
    }

    /** Opens the store of a folder, or begins it. */
    public static LocalObjectStore open(Disk disk, String folder) {
        LocalObjectStore store = new LocalObjectStore(disk, folder);
        for (Disk.FileMeta leftover : disk.list(store.unfinished)) {
            disk.delete(leftover.name());
        }
        store.settle();
        return store;
    }

    /** Makes durable what is visible: a commit or deletion may have been killed before it forced its folder. */
    private void settle() {
        Set<String> folders = new TreeSet<>();
        for (Disk.FileMeta file : disk.list(objects)) {
            for (String folder = DiskNames.folder(file.name()); folder.length() >= objects.length(); ) {
                folders.add(folder);
                folder = DiskNames.folder(folder);
            }
        }
        folders.forEach(disk::forceFolder);
    }

    @Override
    public ObjectWriter create(String name) {
        return new FileWriter(path(name), false);
    }

    @Override
    public ObjectWriter createNew(String name) {
        return new FileWriter(path(name), true);
    }

    @Override
    public MappedObject map(String name) {
        String path = existing(name);
        Arena arena = Arena.ofShared();
        try {
            return new MappedFile(arena, disk.map(path, arena));
        } catch (RuntimeException cause) {
            arena.close();
            throw cause;
        }
    }

    /** A mapped object and the arena that unmaps it. */
    private final class MappedFile implements MappedObject {
        private final Arena arena;
        private final MemorySegment bytes;

        MappedFile(Arena arena, MemorySegment bytes) {
            this.arena = arena;
            this.bytes = bytes;
            mappedObjects.incrementAndGet();
            mappedBytes.addAndGet(bytes.byteSize());
        }

        @Override
        public MemorySegment bytes() {
            return bytes;
        }

        @Override
        public void close() {
            if (arena.scope().isAlive()) {
                arena.close();
                mappedObjects.decrementAndGet();
                mappedBytes.addAndGet(-bytes.byteSize());
            }
        }
    }

    /** Returns how many objects are mapped. */
    public int mappedObjects() {
        return mappedObjects.get();
    }

    /** Returns the bytes of the objects that are mapped. */
    public long mappedBytes() {
        return mappedBytes.get();
    }

    @Override
    public byte[] read(String name, long offset, int bytes) {
        String path = existing(name);
        byte[] target = new byte[bytes];
        try (Disk.DiskFile file = disk.open(path)) {
            long got = file.read(offset, MemorySegment.ofArray(target));
            if (got < bytes) {
                throw new DatabaseException(
                        ErrorCode.IO_FAILED,
                        "object " + name + " has " + (offset + got) + " bytes, not " + (offset + bytes));
            }
        }
        return target;
    }

    private String existing(String name) {
        String path = path(name);
        if (!disk.exists(path)) {
            throw new DatabaseException(ErrorCode.IO_KEY_NOT_FOUND, "no object " + name);
        }
        return path;
    }

    @Override
    public List<ObjectMeta> list(String prefix) {
        String folder = prefix.contains("/") ? path(DiskNames.folder(prefix)) : objects;
        String pathPrefix = objects + "/" + prefix;
        List<ObjectMeta> found = new ArrayList<>();
        for (Disk.FileMeta file : disk.list(folder)) {
            if (file.name().startsWith(pathPrefix)) {
                String name = file.name().substring(objects.length() + 1);
                found.add(new ObjectMeta(name, file.bytes(), file.modifiedMs()));
            }
        }
        return found;
    }

    @Override
    public void delete(String name) {
        disk.delete(path(name));
    }

    @Override
    public void close() {
        // The disk belongs to whoever opened it.
    }

    private String path(String name) {
        return objects + "/" + DiskNames.checked(name);
    }

    /** Writes one object. Belongs to one fiber. */
    private final class FileWriter implements ObjectWriter {
        private static final int BUFFER_BYTES = 64 << 10;

        private final String path;
        private final String aside;
        private final boolean mustBeNew;
        private final Disk.DiskFile file;
        private final MemorySegment buffer = MemorySegment.ofArray(new byte[BUFFER_BYTES]);
        private int buffered;
        private long written;
        private boolean ended;

        FileWriter(String path, boolean mustBeNew) {
            this.path = path;
            this.mustBeNew = mustBeNew;
            this.aside = unfinished + "/" + writers.incrementAndGet();
            this.file = disk.open(aside);
        }

        @Override
        public void write(MemorySegment bytes) {
            Invariant.check(!ended, "object {} is written after its end", path);
            if (bytes.byteSize() > BUFFER_BYTES - buffered) {
                flush();
            }
            if (bytes.byteSize() >= BUFFER_BYTES) {
                file.write(written, bytes);
                written += bytes.byteSize();
            } else {
                MemorySegment.copy(bytes, 0, buffer, buffered, bytes.byteSize());
                buffered += (int) bytes.byteSize();
            }
        }

        private void flush() {
            if (buffered > 0) {
                file.write(written, buffer.asSlice(0, buffered));
                written += buffered;
                buffered = 0;
            }
        }

        @Override
        public long position() {
            return written + buffered;
        }

        @Override
        public void commit() {
            Invariant.check(!ended, "object {} is committed after its end", path);
            flush();
            file.force();
            file.close();
            if (mustBeNew) {
                commitNew();
            } else {
                publish();
            }
            ended = true;
        }

        private void commitNew() {
            synchronized (reserved) {
                if (!reserved.add(path)) {
                    throw exists();
                }
            }
            try {
                if (disk.exists(path)) {
                    throw exists();
                }
                publish();
            } finally {
                synchronized (reserved) {
                    reserved.remove(path);
                }
            }
        }

        private DatabaseException exists() {
            String name = path.substring(objects.length() + 1);
            return new DatabaseException(ErrorCode.IO_FAILED, "object " + name + " exists already");
        }

        private void publish() {
            disk.rename(aside, path);
            disk.forceFolder(DiskNames.folder(path));
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                file.close();
                disk.delete(aside);
            }
        }
    }
}
