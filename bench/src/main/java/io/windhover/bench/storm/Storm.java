package io.windhover.bench.storm;

import io.windhover.bench.load.DdlCalls;
import io.windhover.bench.load.Figures;
import io.windhover.bench.load.MilvusClient;
import io.windhover.bench.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Clients concurrently create partitions of one collection, fill, flush, rebuild an index, load, search, release and drop
 * them, while canaries read the rows that nobody touches and check every answer.
 */
@Command(
        name = "storm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Concurrent partition DDL beside writes and searches, every answer checked.")
public final class Storm implements Callable<Integer> {
    private static final int BATCH_ROWS = 10_000;

    @Option(names = "--port", description = "of a running server on this machine (default: a fresh one is started)")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--clients", description = "at work at once (default: ${DEFAULT-VALUE})")
    private int clientCount = 8;

    @Option(names = "--seconds", description = "how long (default: ${DEFAULT-VALUE})")
    private int seconds = 30;

    @Option(names = "--rows", description = "base rows (default: ${DEFAULT-VALUE})")
    private long rows = 20_000;

    @Option(names = "--partition-rows", description = "rows of each new partition (default: ${DEFAULT-VALUE})")
    private int partitionRows = 3_000;

    @Option(names = "--seed", description = "of what the clients do (default: the time)")
    private long seed = System.currentTimeMillis();

    @Option(names = "--json", description = "file for the figures")
    private Optional<Path> json = Optional.empty();

    private final Log log = new Log();

    private Storm() {}

    /** Runs it; exits with 0 only if nothing was wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Storm()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        System.out.println("seed " + seed);
        if (port.isPresent()) {
            rage(port.get(), OptionalInt.empty());
        } else {
            Path data = Files.createTempDirectory("windhover-storm").resolve("data");
            try (ServerProcess server = ServerProcess.start(data, ServerProcess.freePort())) {
                server.awaitPort();
                rage(server.port(), OptionalInt.of((int) server.pid()));
            }
        }
        return report();
    }

    private void rage(int serverPort, OptionalInt pid) throws InterruptedException, IOException {
        StormSetting setting = new StormSetting("storm_" + Long.toHexString(seed), rows, partitionRows, seed);
        try (MilvusClient client = new MilvusClient(serverPort)) {
            prepare(client, setting);
            List<Thread> threads = new ArrayList<>();
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            for (int i = 0; i < clientCount; i++) {
                Scene scene = new Scene(log, client, setting, i);
                threads.add(repeat("storm-" + i, until, scene::play));
            }
            Canary canary = new Canary(log, client, setting);
            threads.add(repeat("canary", until, canary::look));
            while (threads.stream().anyMatch(Thread::isAlive)) {
                threads.stream()
                        .filter(Thread::isAlive)
                        .findFirst()
                        .orElseThrow()
                        .join(2_000);
                System.out.printf(
                        "%d operations, %d wrong%n",
                        log.operations(), log.wrongAnswers().size());
            }
            canary.look();
            List<String> left = client.partitions(setting.collection());
            if (left.size() != 1) {
                log.wrong("partitions are left: " + left);
            }
            client.dropCollection(setting.collection());
        }
        if (pid.isPresent() && ProcessHandle.of(pid.getAsInt()).isEmpty()) {
            log.wrong("the server has ended");
        }
    }

    private static Thread repeat(String name, long until, Runnable body) {
        return Thread.ofPlatform().name(name).start(() -> {
            while (System.nanoTime() < until) {
                body.run();
            }
        });
    }

    private void prepare(MilvusClient client, StormSetting setting) {
        client.createCollection(setting.collection(), StormSetting.DIM, 1);
        client.createIndex(setting.collection(), "HNSW", "L2", "{\"M\": 16, \"efConstruction\": 100}");
        new DdlCalls(client).createScalarIndex(setting.collection(), MilvusClient.VERSION, "BITMAP");
        SplittableRandom random = new SplittableRandom(seed);
        for (long first = 0; first < rows; first += BATCH_ROWS) {
            int count = (int) Math.min(BATCH_ROWS, rows - first);
            client.insert(setting.collection(), "", StormSetting.rows(random, first, count));
        }
        client.flush(setting.collection());
        client.load(setting.collection());
        System.out.println(rows + " base rows are there");
    }

    private int report() throws IOException {
        Figures figures = new Figures();
        log.counts().forEach((operation, count) -> {
            System.out.printf(
                    "%-20s %7d   p50 %8.2f ms   p99 %8.2f ms%n",
                    operation, count, log.quantileUs(operation, 0.5) / 1e3, log.quantileUs(operation, 0.99) / 1e3);
            figures.put(operation.replace(' ', '_') + "_p99_us", log.quantileUs(operation, 0.99));
        });
        log.errors().forEach((text, count) -> System.out.println("error x" + count + ": " + text));
        log.wrongAnswers().forEach(text -> System.out.println("WRONG: " + text));
        int errors = log.errors().values().stream().mapToInt(Integer::intValue).sum();
        figures.put("seed", seed);
        figures.put("operations", log.operations());
        figures.put("errors", errors);
        figures.put("wrong", log.wrongAnswers().size());
        if (json.isPresent()) {
            figures.write(json.get());
        }
        figures.print();
        return errors == 0 && log.wrongAnswers().isEmpty() ? 0 : 1;
    }
}
