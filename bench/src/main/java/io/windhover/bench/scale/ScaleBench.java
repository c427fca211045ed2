package io.windhover.bench.scale;

import io.windhover.bench.load.Figures;
import io.windhover.coordinator.catalog.CatalogReplica;
import io.windhover.coordinator.placement.PlacementPlan;
import io.windhover.coordinator.placement.PlacementPlanner;
import io.windhover.coordinator.placement.Situation;
import io.windhover.runtime.port.MetaStore.Entry;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.MetaStore.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What does the metadata of a very large cluster cost? A catalog of so many segments is made, read as a process reads it
 * that starts, and changed as one that follows; its placements are planned. Then a cluster of very many processes runs in
 * simulated time.
 */
@Command(
        name = "bench scale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures what the metadata of a very large cluster costs, and simulates its members.")
public final class ScaleBench implements Callable<Integer> {
    private static final int CHANGES = 20_000;
    private static final int PLANS = 20;

    @Option(names = "--segments", description = "(default: ${DEFAULT-VALUE})")
    private int segments = 1_000_000;

    @Option(names = "--collections", description = "(default: ${DEFAULT-VALUE})")
    private int collections = 100;

    @Option(names = "--shards", description = "of each collection (default: ${DEFAULT-VALUE})")
    private int shards = 16;

    @Option(names = "--nodes", description = "that own shards, and as many that read them (default: ${DEFAULT-VALUE})")
    private int nodes = 100;

    @Option(names = "--members", description = "simulated data and query nodes; 0 = none (default: ${DEFAULT-VALUE})")
    private int members = 1_000;

    @Option(
            names = "--ratio",
            description = "that a change may be slower than in a hundredth (default: ${DEFAULT-VALUE})")
    private double ratio = 3;

    @Option(names = "--json", description = "file for the figures")
    private Optional<Path> json = Optional.empty();

    private final Figures figures = new Figures();

    private ScaleBench() {}

    /** Runs it; exits with 0 only if a change costs about the same however many segments there are. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ScaleBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        figures.put("segments", segments);
        figures.put("nodes", 2 * nodes);
        LargeCatalog small = new LargeCatalog(Math.max(1, segments / 100), collections, shards, nodes);
        LargeCatalog large = new LargeCatalog(segments, collections, shards, nodes);
        CatalogReplica few = read(small, "hundredth_");
        CatalogReplica many = read(large, "");
        boolean held = compare(small, few, large, many);
        plan(large, many);
        if (members > 0) {
            new SimulatedMembers(members, 10, shards).run(figures);
        }
        figures.put("result", held ? "held" : "grew");
        figures.print();
        if (json.isPresent()) {
            figures.write(json.get());
        }
        return held ? 0 : 1;
    }

    private CatalogReplica read(LargeCatalog catalog, String prefix) {
        Snapshot keys = catalog.keys();
        long bytes = keys.entries().stream().mapToLong(ScaleBench::bytes).sum();
        long heldBefore = usedBytes();
        long startNs = System.nanoTime();
        CatalogReplica replica = CatalogReplica.of(keys);
        figures.put(prefix + "keys", keys.entries().size());
        figures.put(prefix + "bytes", bytes);
        figures.put(prefix + "read_ms", (System.nanoTime() - startNs) / 1_000_000);
        figures.put(prefix + "heap_mb", (usedBytes() - heldBefore) >> 20);
        return replica;
    }

    private static long bytes(Entry entry) {
        return entry.key().length() + entry.value().length;
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Changes both in turn, so that whatever else the machine does meets both. */
    private boolean compare(LargeCatalog small, CatalogReplica few, LargeCatalog large, CatalogReplica many) {
        follow(few, small::change);
        follow(many, large::change);
        double fewNs = follow(few, small::change);
        double manyNs = follow(many, large::change);
        figures.put("segment_change_bytes", LargeCatalog.bytes(large.change(1)));
        figures.put("hundredth_segment_change_ns", Math.round(fewNs));
        figures.put("segment_change_ns", Math.round(manyNs));
        figures.put("creation_bytes", LargeCatalog.bytes(LargeCatalog.creation(1)));
        figures.put("creation_ns", Math.round(follow(many, LargeCatalog::creation)));
        return manyNs <= ratio * fewNs;
    }

    /** Returns the nanoseconds of a change. */
    private static double follow(CatalogReplica from, IntFunction<List<Event>> change) {
        List<List<Event>> events =
                java.util.stream.IntStream.range(0, CHANGES).mapToObj(change).toList();
        CatalogReplica now = from;
        long startNs = System.nanoTime();
        for (List<Event> each : events) {
            now = now.after(each);
        }
        return (System.nanoTime() - startNs) / (double) CHANGES;
    }

    private void plan(LargeCatalog catalog, CatalogReplica replica) {
        Situation situation =
                new Situation(replica.catalog(), catalog.members(), Set.of(), Set.of(), List.of(), true, 8, 1_000);
        long[] tookNs = new long[PLANS];
        for (int i = 0; i < PLANS; i++) {
            long startNs = System.nanoTime();
            PlacementPlan plan = PlacementPlanner.plan(situation);
            tookNs[i] = System.nanoTime() - startNs;
            figures.put("plan_settled", String.valueOf(plan.isSettled()));
        }
        Arrays.sort(tookNs);
        figures.put("plan_ms", Math.round(tookNs[PLANS / 2] / 1e4) / 100.0);
    }
}
