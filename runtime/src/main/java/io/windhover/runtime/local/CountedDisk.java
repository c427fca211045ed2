package io.windhover.runtime.local;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.metrics.Counter;
import io.windhover.runtime.metrics.Histogram;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics;
import io.windhover.runtime.port.Disk;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A disk that counts, by its top folders, what is written and how long it takes until that is durable. */
public final class CountedDisk implements Disk {
    private final Disk disk;
    private final Runtime runtime;

    /** Counts what goes to {@code disk} in the runtime's metrics; closing it closes the disk. */
    public CountedDisk(Disk disk, Runtime runtime) {
        this.disk = disk;
        this.runtime = runtime;
    }

    @Override
    public DiskFile open(String name) {
        Metrics metrics = runtime.metrics();
        Labels folder = folder(name);
        return new CountedFile(
                disk.open(name),
                metrics.counter("windhover_disk_written_bytes_total", "Bytes written to files", folder),
                syncs(folder));
    }

    private static Labels folder(String name) {
        int end = name.indexOf('/');
        return Labels.of("folder", end < 0 ? "" : name.substring(0, end));
    }

    private Histogram syncs(Labels folder) {
        return runtime.metrics()
                .histogram(
                        "windhover_disk_sync_seconds",
                        "Time of each force of a file or folder to the disk",
                        Histogram.secondsBounds(),
                        folder);
    }

    private void timed(Histogram syncs, Runnable force) {
        long startNs = runtime.monotonicNs();
        force.run();
        syncs.observeNs(runtime.monotonicNs() - startNs);
    }

    private final class CountedFile implements DiskFile {
        private final DiskFile file;
        private final Counter written;
        private final Histogram syncs;
        private final Runnable force;

        CountedFile(DiskFile file, Counter written, Histogram syncs) {
            this.file = file;
            this.written = written;
            this.syncs = syncs;
            this.force = file::force;
        }

        @Override
        public void write(long offset, MemorySegment bytes) {
            file.write(offset, bytes);
            written.add(bytes.byteSize());
        }

        @Override
        public void write(long offset, List<MemorySegment> parts) {
            file.write(offset, parts);
            for (MemorySegment part : parts) {
                written.add(part.byteSize());
            }
        }

        @Override
        public long read(long offset, MemorySegment target) {
            return file.read(offset, target);
        }

        @Override
        public void force() {
            timed(syncs, force);
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void truncate(long size) {
            file.truncate(size);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    @Override
    public MemorySegment map(String name, Arena arena) {
        return disk.map(name, arena);
    }

    @Override
    public boolean exists(String name) {
        return disk.exists(name);
    }

    @Override
    public void rename(String from, String to) {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) {
        disk.delete(name);
    }

    @Override
    public List<FileMeta> list(String folder) {
        return disk.list(folder);
    }

    @Override
    public void forceFolder(String folder) {
        timed(syncs(folder(folder + "/")), () -> disk.forceFolder(folder));
    }

    @Override
    public long freeBytes() {
        return disk.freeBytes();
    }

    @Override
    public void close() {
        disk.close();
    }
}
