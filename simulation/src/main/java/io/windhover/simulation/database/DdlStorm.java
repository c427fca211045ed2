package io.windhover.simulation.database;

import io.windhover.embedded.Standalone;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.runtime.Promise;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.Storm;
import io.windhover.simulation.Tally;
import io.windhover.simulation.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients create, fill, flush, release and drop partitions of one collection and collections of their own, rebuild
 * indexes, load and search, all at once, while the process is killed and loses power again and again. Checked: every
 * acknowledged row is there and no dropped or deleted one, a created partition is found and a dropped one is not, every
 * request is answered in bounded time, and at the end, when all is dropped, the disk is given back.
 */
public final class DdlStorm implements Workload {
    static final CollectionRef SHARED = new CollectionRef("shared");

    private final Storm.Weather weather;

    /** Prepares a storm whose disk only loses power. */
    public DdlStorm() {
        this(Storm.Weather.FAIR);
    }

    /** Prepares a storm on a disk of this kind. */
    public DdlStorm(Storm.Weather weather) {
        this.weather = weather;
    }

    @Override
    public String name() {
        return weather == Storm.Weather.FAIR ? "ddl-storm" : "ddl-bad-disk-storm";
    }

    @Override
    public void run(Simulation simulation, Tally tally) {
        Storm storm = new Storm(simulation, tally);
        Ledger ledger = new Ledger();
        List<StormClient> clients = new ArrayList<>();
        int count = 2 + storm.chance().nextInt(4);
        for (int i = 0; i < count; i++) {
            clients.add(new StormClient(storm, ledger, i, i % 2 == 1));
        }
        Storm.Course course = new Storm.Course(1 + storm.chance().nextInt(4), Duration.ofSeconds(20), weather);
        Front[] front = new Front[1];
        SimulatedProcess last = storm.rage(course, (process, round) -> {
            front[0] = open(storm, process);
            prepare(front[0]);
            for (StormClient client : clients) {
                client.look(front[0]);
            }
            Front current = front[0];
            return () -> work(storm, ledger, clients, process, current);
        });
        Promise<Boolean> clean = simulation.world().runtime().promise();
        last.runtime().fork("cleaner", () -> {
            clean(storm, clients, front[0]);
            clean.complete(true);
        });
        BrokenPromiseException.unless(clean.await(Duration.ofHours(8)).isPresent(), "cleaning up does not end");
    }

    private static Front open(Storm storm, SimulatedProcess process) {
        Standalone database = Standalone.open(process.runtime(), storm.disk(), StandaloneSettings.STANDARD);
        return new Front(database.requests(), process.runtime(), storm.tally());
    }

    /** Makes the shared collection searchable; each step may have been done before the last kill. */
    private static void prepare(Front front) {
        front.createCollection(SHARED);
        front.index(SHARED, "vector", "HNSW");
        front.index(SHARED, "flag", "BITMAP");
        front.patiently(
                "load " + SHARED.name(), () -> front.requests().load(new LoadRequest(SHARED, List.of(), 1, List.of())));
    }

    private static void work(
            Storm storm, Ledger ledger, List<StormClient> clients, SimulatedProcess process, Front front) {
        for (int i = 0; i < clients.size(); i++) {
            StormClient client = clients.get(i);
            process.runtime()
                    .fork(
                            "client" + i,
                            () -> Storm.forever(() -> {
                                client.step(front);
                                pause(storm, front);
                            }));
        }
        process.runtime()
                .fork(
                        "searcher",
                        () -> Storm.forever(() -> {
                            searchAll(ledger, front);
                            pause(storm, front);
                        }));
    }

    private static void pause(Storm storm, Front front) {
        front.runtime().sleep(Duration.ofNanos(1 + storm.chance().nextLong(50_000_000)));
    }

    /** Searches what all clients share: whatever was gone before the search began may not be found. */
    private static void searchAll(Ledger ledger, Front front) {
        long from = ledger.now();
        for (long key : front.search(SHARED, List.of(), ledger.nextContent(), 50)) {
            BrokenPromiseException.unless(!ledger.wasGone(key, from), "row %s was found after it was gone", key);
        }
    }

    /** Drops everything and waits until the sweep has given the space back. */
    private static void clean(Storm storm, List<StormClient> clients, Front front) {
        clients.forEach(client -> client.drop(front));
        front.patiently("release shared", () -> front.requests().release(SHARED, List.of()));
        front.patiently("drop shared", () -> front.requests().dropCollection(SHARED));
        front.runtime().sleep(Duration.ofHours(3));
        List<String> left =
                storm.disk().list("objects").stream().map(Disk.FileMeta::name).toList();
        BrokenPromiseException.unless(left.isEmpty(), "objects of dropped collections are left: %s", left);
        long walBytes = storm.disk().list("wal").stream()
                .mapToLong(Disk.FileMeta::bytes)
                .sum();
        BrokenPromiseException.unless(walBytes < 4 << 20, "the write-ahead log still takes %s bytes", walBytes);
    }
}
