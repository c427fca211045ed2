package io.windhover.stores.s3;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Invariant;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.ObjectStore.MappedObject;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Copies of objects on a disk of this machine, at most so many bytes, those longest not used going first. A copy carries
 * the object's tag and a checksum, so that it is found again after a restart and a damaged one is fetched anew. A copy
 * that is mapped may go: its pages stay until it is unmapped.
 *
 * <p>A copy is a file: the object's bytes, its tag in UTF-8, then u32 bytes of the tag, u32 CRC32C of all before, u32 magic.
 */
final class DiskCache {
    private static final int MAGIC = 0x57485343;
    private static final int END_BYTES = 12;
    /** The file of a finished copy. The attempt differs for each copy in a folder. */
    private static final Pattern FINISHED = Pattern.compile("(?<name>.*)@(?<attempt>[0-9]{1,18})");

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Disk disk;
    private final String folder;
    private final long bytesMax;
    private final AtomicLong attempts = new AtomicLong();
    /** By object name, the one longest not used first. Guarded by itself. */
    private final Map<String, Copy> copies = new LinkedHashMap<>(16, 0.75f, true);
    /** Guarded by {@link #copies}. */
    private long bytes;

    /** A file of the cache; the tag is read when it is first wanted. */
    private record Copy(String file, long bytes) {}

    /** Takes the bytes of an object. */
    interface Sink {
        /** Adds the first {@code count} bytes of {@code chunk}. */
        void write(byte[] chunk, int count);
    }

    /** Fetches an object. */
    interface Fetch {
        /** Writes all its bytes. */
        void into(Sink sink);
    }

    private DiskCache(Disk disk, String folder, long bytesMax) {
        this.disk = disk;
        this.folder = folder;
        this.bytesMax = bytesMax;
    }

    /** Opens the cache in a folder of its own; what is left there of an earlier process is used again. */
    static DiskCache open(Disk disk, String folder, long bytesMax) {
        DiskCache cache = new DiskCache(disk, folder, bytesMax);
        for (Disk.FileMeta file : disk.list(folder)) {
            Matcher finished = FINISHED.matcher(file.name());
            if (finished.matches()) {
                String name = finished.group("name").substring(folder.length() + 1);
                cache.attempts.accumulateAndGet(Long.parseLong(finished.group("attempt")), Math::max);
                cache.add(name, new Copy(file.name(), file.bytes()));
            } else {
                disk.delete(file.name());
            }
        }
        return cache;
    }

    /** Maps the copy of an object, if there is a sound one with this tag. */
    Optional<MappedObject> find(String name, String tag) {
        Optional<Copy> copy;
        synchronized (copies) {
            copy = Optional.ofNullable(copies.get(name));
        }
        return copy.flatMap(found -> {
            Optional<MappedObject> mapped = mapIfThere(found.file(), tag);
            if (mapped.isEmpty()) {
                forget(name, found);
            }
            return mapped;
        });
    }

    /** A copy may go at any moment, for another one of its object too. */
    private Optional<MappedObject> mapIfThere(String file, String tag) {
        try {
            return map(file, tag);
        } catch (DatabaseException failure) {
            if (failure.code() == ErrorCode.IO_KEY_NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Fetches an object, keeps it and maps it. */
    MappedObject put(String name, String tag, Fetch fetch) {
        // Read once: two who fetch at the same moment must not write to one file.
        long attempt = attempts.incrementAndGet();
        String file = folder + "/" + name + "@" + attempt;
        String aside = folder + "/unfinished-" + attempt;
        try {
            long size = write(aside, tag, fetch);
            disk.rename(aside, file);
            // Mapped before others can know it: from then on it may go for another copy.
            MappedObject mapped = map(file, tag)
                    .orElseThrow(() -> Invariant.unreachable("what was just written is damaged: " + file));
            add(name, new Copy(file, size));
            return mapped;
        } catch (RuntimeException failure) {
            disk.delete(aside);
            disk.delete(file);
            throw failure;
        }
    }

    private long write(String file, String tag, Fetch fetch) {
        CRC32C sum = new CRC32C();
        try (Disk.DiskFile out = disk.open(file)) {
            out.truncate(0);
            long[] at = new long[1];
            Sink sink = (chunk, count) -> {
                sum.update(chunk, 0, count);
                out.write(at[0], MemorySegment.ofArray(chunk).asSlice(0, count));
                at[0] += count;
            };
            fetch.into(sink);
            byte[] tagBytes = tag.getBytes(StandardCharsets.UTF_8);
            sink.write(tagBytes, tagBytes.length);
            MemorySegment end = MemorySegment.ofArray(new byte[END_BYTES]);
            end.set(INT, 0, tagBytes.length);
            end.set(INT, 4, (int) sum.getValue());
            end.set(INT, 8, MAGIC);
            out.write(at[0], end);
            return at[0] + END_BYTES;
        }
    }

    private Optional<MappedObject> map(String file, String tag) {
        Arena arena = Arena.ofShared();
        try {
            Optional<MemorySegment> content = content(disk.map(file, arena), tag);
            if (content.isPresent()) {
                return Optional.of(new MappedCopy(arena, content.get()));
            }
        } catch (RuntimeException failure) {
            arena.close();
            throw failure;
        }
        arena.close();
        return Optional.empty();
    }

    /** Returns the object's bytes if the file is whole, sound and of this tag. */
    private static Optional<MemorySegment> content(MemorySegment all, String tag) {
        byte[] wanted = tag.getBytes(StandardCharsets.UTF_8);
        long tagAt = all.byteSize() - END_BYTES - wanted.length;
        if (tagAt < 0 || all.get(INT, all.byteSize() - 4) != MAGIC) {
            return Optional.empty();
        }
        boolean sameTag = all.get(INT, all.byteSize() - END_BYTES) == wanted.length
                && all.asSlice(tagAt, wanted.length).mismatch(MemorySegment.ofArray(wanted)) < 0;
        boolean sound = sameTag && sum(all.asSlice(0, tagAt + wanted.length)) == all.get(INT, all.byteSize() - 8);
        return sound ? Optional.of(all.asSlice(0, tagAt)) : Optional.empty();
    }

    private static int sum(MemorySegment bytes) {
        CRC32C sum = new CRC32C();
        for (long from = 0; from < bytes.byteSize(); ) {
            long count = Math.min(bytes.byteSize() - from, 1 << 30);
            sum.update(bytes.asSlice(from, count).asByteBuffer());
            from += count;
        }
        return (int) sum.getValue();
    }

    private void add(String name, Copy copy) {
        List<Copy> evicted = new ArrayList<>();
        synchronized (copies) {
            Copy before = copies.put(name, copy);
            bytes += copy.bytes();
            if (before != null) {
                bytes -= before.bytes();
                evicted.add(before);
            }
            for (Iterator<Copy> oldest = copies.values().iterator(); bytes > bytesMax && oldest.hasNext(); ) {
                Copy gone = oldest.next();
                if (gone != copy) {
                    bytes -= gone.bytes();
                    evicted.add(gone);
                    oldest.remove();
                }
            }
        }
        evicted.forEach(gone -> disk.delete(gone.file()));
    }

    /** Removes the copy of an object. */
    void remove(String name) {
        Optional<Copy> copy;
        synchronized (copies) {
            copy = Optional.ofNullable(copies.get(name));
        }
        copy.ifPresent(found -> forget(name, found));
    }

    private void forget(String name, Copy copy) {
        synchronized (copies) {
            if (copies.remove(name, copy)) {
                bytes -= copy.bytes();
            }
        }
        disk.delete(copy.file());
    }

    /** Returns the bytes of all copies. */
    long bytes() {
        synchronized (copies) {
            return bytes;
        }
    }

    /** A mapped copy and the arena that unmaps it. */
    private record MappedCopy(Arena arena, MemorySegment bytes) implements MappedObject {
        @Override
        public void close() {
            if (arena.scope().isAlive()) {
                arena.close();
            }
        }
    }
}
