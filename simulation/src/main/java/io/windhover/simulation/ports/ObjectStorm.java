package io.windhover.simulation.ports;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.Storm;
import io.windhover.simulation.Tally;
import io.windhover.simulation.Workload;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * Writers put, replace and delete objects on one disk, through kills, power losses, full and failing disks. Checked at
 * every start: a committed object is there, each object is whole, and nothing unfinished is left.
 */
public final class ObjectStorm implements Workload {
    private static final int NAMES = 12;

    /** The writes of one name. {@code committed} = the last acknowledged, 0 = none; later ones may be there too. */
    private static final class Writes {
        int last;
        int committed;
        boolean mayBeAbsent = true;
    }

    @Override
    public String name() {
        return "object-storm";
    }

    @Override
    public void run(Simulation simulation, Tally tally) {
        Storm storm = new Storm(simulation, tally);
        TreeMap<String, Writes> model = new TreeMap<>();
        for (int i = 0; i < NAMES; i++) {
            model.put("s/" + i % 3 + "/" + i, new Writes());
        }
        storm.rage(course(storm), (process, round) -> start(storm, model, process));
    }

    private static Storm.Course course(Storm storm) {
        return new Storm.Course(2 + storm.chance().nextInt(4), Duration.ofMillis(300), Storm.Weather.FOUL);
    }

    private static Runnable start(Storm storm, TreeMap<String, Writes> model, SimulatedProcess process) {
        LocalObjectStore store = LocalObjectStore.open(storm.disk(), "data");
        for (ObjectStore.ObjectMeta object : store.list("")) {
            BrokenPromiseException.unless(model.containsKey(object.name()), "unknown object %s", object.name());
        }
        BrokenPromiseException.unless(
                storm.disk().list("data").size() == store.list("").size(), "unfinished objects are left");
        model.forEach((name, writes) -> restarted(store, name, writes));
        return () -> {
            int writers = 1 + storm.chance().nextInt(4);
            for (int i = 0; i < writers; i++) {
                int part = i;
                process.runtime()
                        .fork(
                                "writer" + i,
                                () -> Storm.forever(() -> step(storm, store, model, process, writers, part)));
            }
        };
    }

    /** Does one thing with a name of the writer's own part. */
    private static void step(
            Storm storm,
            ObjectStore store,
            TreeMap<String, Writes> model,
            SimulatedProcess process,
            int writers,
            int part) {
        Runtime runtime = process.runtime();
        int index = storm.chance().nextInt(NAMES) / writers * writers + part;
        String name = "s/" + index % 3 + "/" + index;
        Writes writes = model.get(name);
        if (writes == null) {
            runtime.yield();
            return;
        }
        try {
            if (storm.chance().nextInt(5) == 0) {
                writes.mayBeAbsent = true;
                store.delete(name);
            } else {
                put(storm, store, name, writes);
            }
            runtime.sleep(Duration.ofNanos(1 + storm.chance().nextLong(2_000_000)));
        } catch (DatabaseException cause) {
            boolean allowed = cause.code() == ErrorCode.DISK_FULL || cause.code() == ErrorCode.IO_FAILED;
            if (!allowed) {
                throw cause;
            }
            storm.tally().count("object_refused_by_disk");
            runtime.sleep(Duration.ofMillis(5));
        }
    }

    private static void put(Storm storm, ObjectStore store, String name, Writes writes) {
        int attempt = ++writes.last;
        try (ObjectStore.ObjectWriter writer = store.create(name)) {
            int pieces = 1 + storm.chance().nextInt(5);
            writer.write(ints(attempt, pieces));
            for (int i = 0; i < pieces; i++) {
                int[] piece = new int[storm.chance().nextInt(20_000)];
                Arrays.fill(piece, attempt);
                writer.write(ints(piece.length));
                writer.write(MemorySegment.ofArray(piece));
            }
            writer.commit();
        }
        writes.committed = attempt;
        writes.mayBeAbsent = false;
        storm.tally().count("object_commits");
    }

    private static MemorySegment ints(int... values) {
        return MemorySegment.ofArray(values);
    }

    private static void restarted(ObjectStore store, String name, Writes writes) {
        boolean there =
                store.list(name).stream().anyMatch(object -> object.name().equals(name));
        BrokenPromiseException.unless(there || writes.mayBeAbsent, "object %s is lost", name);
        if (there) {
            int attempt = readWhole(store, name);
            boolean known = attempt >= writes.committed && attempt <= writes.last;
            BrokenPromiseException.unless(
                    known, "object %s is of write %s, not %s to %s", name, attempt, writes.committed, writes.last);
            writes.committed = attempt;
        } else {
            // A deletion that was not durable may be undone by the next power loss.
            writes.committed = 0;
        }
        writes.mayBeAbsent = !there;
    }

    private static int readWhole(ObjectStore store, String name) {
        try (ObjectStore.MappedObject object = store.map(name)) {
            MemorySegment bytes = object.bytes();
            int attempt = bytes.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
            long at = 8;
            for (int piece = bytes.get(ValueLayout.JAVA_INT_UNALIGNED, 4); piece > 0; piece--) {
                int count = bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at);
                at += 4;
                for (int i = 0; i < count; i++, at += 4) {
                    int value = bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at);
                    BrokenPromiseException.unless(value == attempt, "object %s is torn at %s", name, at);
                }
            }
            BrokenPromiseException.unless(at == bytes.byteSize(), "object %s is cut", name);
            return attempt;
        }
    }
}
