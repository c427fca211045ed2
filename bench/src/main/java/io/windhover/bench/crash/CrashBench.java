package io.windhover.bench.crash;

import io.grpc.StatusRuntimeException;
import io.windhover.bench.load.CallFailed;
import io.windhover.bench.load.Figures;
import io.windhover.bench.load.MilvusClient;
import io.windhover.bench.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Kills a real server under load, restarts it and checks that every acknowledged row and name is there and nothing that
 * was deleted or dropped is. The choices of clients and killer come from the seed; the instant of a kill also depends on
 * the machine.
 */
@Command(
        name = "bench crash",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Kills a server under load, restarts it and checks that nothing acknowledged is lost.")
public final class CrashBench implements Callable<Integer> {
    private static final int VIOLATIONS_MAX = 20;
    private static final int INSTANT_NS = 20_000_000;
    private static final long LOAD_NS_MAX = 30_000_000_000L;

    @Option(names = "--rounds", description = "kills (default: ${DEFAULT-VALUE})")
    private int rounds = 50;

    @Option(names = "--clients", description = "at work at once (default: ${DEFAULT-VALUE})")
    private int clientCount = 4;

    @Option(names = "--seed", description = "of what clients do and when the server is killed (default: the time)")
    private long seed = System.currentTimeMillis();

    @Option(names = "--operations", description = "most of them before a kill (default: ${DEFAULT-VALUE})")
    private int operationsMax = 400;

    @Option(names = "--dir", description = "fresh directory for the data (default: a temporary one)")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--json", description = "file for the figures")
    private Optional<Path> json = Optional.empty();

    private final List<Long> firstAnswerMs = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<CrashClient> clients = new ArrayList<>();
    private long rowsChecked;

    private CrashBench() {}

    /** Runs it; exits with 0 only if nothing was violated. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CrashBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path folder = directory.isPresent() ? directory.get() : Files.createTempDirectory("windhover-crash");
        System.out.println("seed " + seed + ", data in " + folder);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < clientCount; i++) {
            clients.add(new CrashClient(i, random.split()));
        }
        Path data = folder.resolve("data");
        int port = ServerProcess.freePort();
        ServerProcess server = start(data, port, true);
        try {
            for (int round = 1; round <= rounds && violations.size() < VIOLATIONS_MAX; round++) {
                loadAndKill(server, random);
                if (random.nextInt(5) == 0) {
                    killWhileStarting(data, port, random);
                }
                server = start(data, port, false);
                verify(round, server);
            }
        } catch (IOException failure) {
            violations.add(failure.getMessage());
            System.out.println("VIOLATION seed " + seed + ": " + failure.getMessage());
        } finally {
            server.kill();
        }
        return report();
    }

    private ServerProcess start(Path data, int port, boolean isFirst) throws IOException {
        long startedNs = System.nanoTime();
        ServerProcess server = ServerProcess.start(data, port);
        server.awaitPort();
        try (MilvusClient client = new MilvusClient(port)) {
            if (isFirst) {
                client.createCollection(CrashClient.SINGLE, RowValues.DIM, 1);
                client.createCollection(CrashClient.WIDE, RowValues.DIM, 2);
                client.createIndex(CrashClient.SINGLE, "FLAT", "L2", "{}");
                client.createIndex(CrashClient.WIDE, "HNSW", "L2", "{\"M\":8,\"efConstruction\":40}");
                client.load(CrashClient.SINGLE);
                client.load(CrashClient.WIDE);
            } else {
                awaitAnswer(client);
                firstAnswerMs.add((System.nanoTime() - startedNs) / 1_000_000);
            }
        }
        return server;
    }

    private static void awaitAnswer(MilvusClient client) throws IOException {
        String last = "";
        for (int i = 0; i < 30_000; i++) {
            try {
                client.byKeys(CrashClient.SINGLE, List.of(0L));
                return;
            } catch (CallFailed | StatusRuntimeException notYet) {
                last = notYet.getMessage();
                LockSupport.parkNanos(2_000_000);
            }
        }
        throw new IOException("no answer to a query after a restart: " + last);
    }

    private void loadAndKill(ServerProcess server, SplittableRandom random) {
        try (MilvusClient connection = new MilvusClient(server.port())) {
            List<Thread> threads = clients.stream()
                    .map(c -> Thread.ofPlatform().start(() -> c.run(connection)))
                    .toList();
            awaitWork(server, 1 + random.nextInt(operationsMax));
            LockSupport.parkNanos(random.nextInt(INSTANT_NS));
            if (!server.isAlive()) {
                violations.add("the server died by itself");
            }
            server.kill();
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitWork(ServerProcess server, int operations) {
        long aim = acknowledged() + operations;
        long startedNs = System.nanoTime();
        while (acknowledged() < aim && server.isAlive() && System.nanoTime() - startedNs < LOAD_NS_MAX) {
            LockSupport.parkNanos(200_000);
        }
    }

    private long acknowledged() {
        return clients.stream().mapToLong(CrashClient::acknowledged).sum();
    }

    private static void killWhileStarting(Path data, int port, SplittableRandom random) throws IOException {
        ServerProcess server = ServerProcess.start(data, port);
        LockSupport.parkNanos(1_000_000L * random.nextInt(4_000));
        server.kill();
    }

    private void verify(int round, ServerProcess server) throws IOException {
        try (MilvusClient client = new MilvusClient(server.port())) {
            Verification verification = new Verification(client);
            verification.check(clients);
            rowsChecked += verification.rowsChecked();
            List<String> found = new ArrayList<>(verification.violations());
            clients.forEach(c -> found.addAll(c.takeRefusals()));
            for (String violation : found) {
                System.out.println("VIOLATION seed " + seed + " round " + round + ": " + violation);
            }
            violations.addAll(found);
            System.out.printf(
                    "round %d: %d operations so far, first answer after %d ms, %d violations%n",
                    round, acknowledged(), firstAnswerMs.getLast(), violations.size());
        }
    }

    private int report() throws IOException {
        Figures figures = new Figures();
        figures.put("seed", seed);
        figures.put("kills", firstAnswerMs.size());
        figures.put("operations", acknowledged());
        figures.put("rows_checked", rowsChecked);
        List<Long> sorted = firstAnswerMs.stream().sorted().toList();
        if (!sorted.isEmpty()) {
            figures.put("first_answer_p50_ms", sorted.get(sorted.size() / 2));
            figures.put("first_answer_max_ms", sorted.getLast());
        }
        figures.put("violations", violations.size());
        figures.print();
        if (json.isPresent()) {
            figures.write(json.get());
        }
        return violations.isEmpty() ? 0 : 1;
    }
}
