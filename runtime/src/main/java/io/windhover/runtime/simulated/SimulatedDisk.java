package io.windhover.runtime.simulated;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Invariant;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.DiskNames;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk that outlives its processes and can lose power. Contents that were not forced are then there, lost or torn,
 * page by page; of the creations, renames and deletions of a folder that was not forced, the first few survive. A killed
 * process loses nothing of what it wrote: the system still has it.
 */
public final class SimulatedDisk implements Disk {
    private final Simulation simulation;
    private final SplittableRandom chance;
    private TreeMap<String, SimulatedFile> files = new TreeMap<>();
    private final TreeMap<String, SimulatedFile> durable = new TreeMap<>();
    private final List<FolderStep> unforced = new ArrayList<>();
    private DiskFaults faults = DiskFaults.NONE;
    private long powerLosses;

    /** A change of folders that is not durable yet: {@code removed} goes, {@code added} comes. */
    private record FolderStep(Optional<String> removed, Optional<String> added, Optional<SimulatedFile> file) {
        boolean touches(String folder) {
            return removed.isPresent() && isIn(removed.get(), folder) || added.isPresent() && isIn(added.get(), folder);
        }

        /** Asked for every step at every force, so without taking names apart. */
        private static boolean isIn(String name, String folder) {
            int slash = name.lastIndexOf('/');
            return Math.max(0, slash) == folder.length() && name.startsWith(folder);
        }

        void applyTo(Map<String, SimulatedFile> target) {
            removed.ifPresent(target::remove);
            added.ifPresent(name -> target.put(name, file.orElseThrow()));
        }
    }

    /** Creates an empty disk. */
    public SimulatedDisk(Simulation simulation) {
        this.simulation = simulation;
        this.chance = simulation.chance("disk");
    }

    /** Sets what goes wrong from now on. */
    public void faults(DiskFaults newFaults) {
        faults = newFaults;
    }

    /** Loses power. The processes that used the disk must have been killed before. */
    public void losePower() {
        powerLosses++;
        Map<String, Boolean> broken = new HashMap<>();
        for (FolderStep step : unforced) {
            List<String> folders = new ArrayList<>();
            step.removed().ifPresent(name -> folders.add(DiskNames.folder(name)));
            step.added().ifPresent(name -> folders.add(DiskNames.folder(name)));
            boolean survives = false;
            for (String folder : folders) {
                boolean ended = broken.getOrDefault(folder, false) || chance.nextInt(3) == 0;
                broken.put(folder, ended);
                survives |= !ended;
            }
            if (survives) {
                step.applyTo(durable);
            }
        }
        unforced.clear();
        files = new TreeMap<>(durable);
        files.values().forEach(file -> file.losePower(chance));
    }

    /** Turns one bit of a file. */
    public void flip(String name, long bit) {
        files.get(name).flip(bit);
    }

    /** Returns the bytes taken by all files, in whole pages. */
    public long usedBytes() {
        long pages = 0;
        for (SimulatedFile file : files.values()) {
            pages += file.pageCount();
        }
        return pages * SimulatedFile.PAGE_BYTES;
    }

    private void takeTime(long maxNs) {
        boolean slow = faults.slowOnceIn() > 0 && chance.nextInt(faults.slowOnceIn()) == 0;
        simulation.delayRegardless(slow ? 1_000_000_000L : maxNs);
    }

    private boolean fails() {
        return faults.failsOnceIn() > 0 && chance.nextInt(faults.failsOnceIn()) == 0;
    }

    private static DatabaseException failure(String name, String action) {
        return new DatabaseException(ErrorCode.IO_FAILED, name + ": simulated failure to " + action);
    }

    private long nowMs() {
        return SimulatedRuntime.EPOCH_MS + simulation.nowNs() / 1_000_000;
    }

    @Override
    public DiskFile open(String name) {
        DiskNames.checked(name);
        takeTime(20_000);
        SimulatedFile file = files.get(name);
        if (file == null) {
            file = new SimulatedFile();
            step(new FolderStep(Optional.empty(), Optional.of(name), Optional.of(file)));
        }
        return new OpenFile(name, file, powerLosses);
    }

    private void step(FolderStep step) {
        step.applyTo(files);
        unforced.add(step);
    }

    @Override
    public MemorySegment map(String name, Arena arena) {
        takeTime(20_000);
        SimulatedFile file = files.get(DiskNames.checked(name));
        if (file == null) {
            throw new DatabaseException(ErrorCode.IO_KEY_NOT_FOUND, "no file " + name);
        }
        return file.copyInto(arena.allocate(file.bytes(), 8));
    }

    @Override
    public boolean exists(String name) {
        simulation.checkCallerAlive();
        return files.containsKey(DiskNames.checked(name));
    }

    @Override
    public void rename(String from, String to) {
        DiskNames.checked(to);
        takeTime(20_000);
        SimulatedFile file = files.get(DiskNames.checked(from));
        if (file == null) {
            throw new DatabaseException(ErrorCode.IO_FAILED, "no file " + from + " to rename");
        }
        step(new FolderStep(Optional.of(from), Optional.of(to), Optional.of(file)));
    }

    @Override
    public void delete(String name) {
        DiskNames.checked(name);
        takeTime(20_000);
        if (files.containsKey(name)) {
            step(new FolderStep(Optional.of(name), Optional.empty(), Optional.empty()));
        }
    }

    @Override
    public List<FileMeta> list(String folder) {
        takeTime(20_000);
        String prefix = folder.isEmpty() ? "" : DiskNames.checked(folder) + "/";
        List<FileMeta> found = new ArrayList<>();
        for (Map.Entry<String, SimulatedFile> file : files.tailMap(prefix).entrySet()) {
            if (!file.getKey().startsWith(prefix)) {
                break;
            }
            found.add(new FileMeta(
                    file.getKey(), file.getValue().bytes(), file.getValue().modifiedMs()));
        }
        return found;
    }

    @Override
    public void forceFolder(String folder) {
        takeTime(200_000);
        if (fails()) {
            throw failure(folder, "force the folder");
        }
        List<FolderStep> later = new ArrayList<>();
        for (FolderStep step : unforced) {
            if (step.touches(folder)) {
                step.applyTo(durable);
            } else {
                later.add(step);
            }
        }
        unforced.clear();
        unforced.addAll(later);
    }

    @Override
    public long freeBytes() {
        simulation.checkCallerAlive();
        return Math.max(0, faults.capacityBytes() - usedBytes());
    }

    @Override
    public void close() {
        // A disk stays when a process is done with it.
    }

    /** An open file; void after a power loss. */
    private final class OpenFile implements DiskFile {
        private final String name;
        private final SimulatedFile file;
        private final long openedAfter;
        private boolean closed;

        OpenFile(String name, SimulatedFile file, long openedAfter) {
            this.name = name;
            this.file = file;
            this.openedAfter = openedAfter;
        }

        private void act(long maxNs) {
            takeTime(maxNs);
            Invariant.check(openedAfter == powerLosses, "{} is used after a power loss", name);
            if (closed) {
                throw new DatabaseException(ErrorCode.IO_FAILED, name + " is closed");
            }
        }

        @Override
        public void write(long offset, MemorySegment bytes) {
            write(offset, List.of(bytes));
        }

        @Override
        public void write(long offset, List<MemorySegment> parts) {
            act(50_000);
            boolean broken = fails();
            long at = offset;
            for (MemorySegment part : parts) {
                long room = roomFor(at, part.byteSize());
                if (room < part.byteSize() || broken && chance.nextInt(parts.size()) == 0) {
                    file.write(at, part.asSlice(0, Math.min(room, chance.nextLong(part.byteSize() + 1))), nowMs());
                    throw broken
                            ? failure(name, "write")
                            : new DatabaseException(ErrorCode.DISK_FULL, "no space left for " + name);
                }
                file.write(at, part, nowMs());
                at += part.byteSize();
            }
            if (broken) {
                throw failure(name, "write");
            }
        }

        private long roomFor(long offset, long bytes) {
            long pagesNeeded = (offset + bytes + SimulatedFile.PAGE_BYTES - 1) / SimulatedFile.PAGE_BYTES;
            long more = pagesNeeded - file.pageCount();
            if (more <= 0 || more * SimulatedFile.PAGE_BYTES <= faults.capacityBytes() - usedBytes()) {
                return bytes;
            }
            return Math.max(0, (long) file.pageCount() * SimulatedFile.PAGE_BYTES - offset);
        }

        @Override
        public long read(long offset, MemorySegment target) {
            act(50_000);
            return file.read(offset, target);
        }

        @Override
        public void force() {
            act(1_000_000);
            if (fails()) {
                file.forceInPart(chance);
                throw failure(name, "force");
            }
            file.force();
        }

        @Override
        public long size() {
            simulation.checkCallerAlive();
            return file.bytes();
        }

        @Override
        public void truncate(long size) {
            act(50_000);
            if (fails()) {
                throw failure(name, "truncate");
            }
            file.truncate(size, nowMs());
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
