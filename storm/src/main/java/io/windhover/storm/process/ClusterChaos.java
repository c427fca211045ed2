package io.windhover.storm.process;

import io.windhover.storm.tally.Journal;
import io.windhover.storm.tally.Strike;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills and pauses processes of a cluster and the services below it and cuts networks between them, one or two at a time,
 * at instants that the seed chooses, and undoes it seconds later. A process that ends although nobody killed it is a wrong answer.
 */
public final class ClusterChaos implements Havoc {
    /** What can be done. */
    public static final List<String> FAULTS = List.of("kill", "pause", "services", "cut");

    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long PROXIES_NS_MAX = TimeUnit.SECONDS.toNanos(180);
    private static final long POLL_NS = 20_000_000;
    private static final int DOWN_MS_MAX = 5_000;
    private static final int PAUSE_MS_MAX = 15_000;
    private static final int FAULT_MS_MIN = 1_000;
    private static final int CONNECT_MS = 200;

    private final ClusterProcesses cluster;
    private final List<String> faults;
    private final long everyNs;
    private final Random random;
    private final Journal journal;
    private final Set<String> ended = new LinkedHashSet<>();
    private final Set<String> cutWays = new LinkedHashSet<>();
    private volatile boolean isRaging;
    private volatile long lastEndNs = Long.MIN_VALUE;
    private volatile int kills;

    /**
     * Prepares; does nothing yet.
     *
     * @param faults some of {@link #FAULTS}
     * @param everyNs from one moment of faults to the next
     */
    public ClusterChaos(ClusterProcesses cluster, List<String> faults, long everyNs, Random random, Journal journal) {
        this.cluster = cluster;
        this.faults = List.copyOf(faults);
        this.everyNs = everyNs;
        this.random = random;
        this.journal = journal;
    }

    /** A fault that is to be made. */
    private sealed interface Blow {
        /** Returns what it is. */
        String what();

        /** Returns what it happens to. */
        String name();

        /** Returns for how long. */
        long lastsNs();

        /** The end of a process. */
        record Kill(boolean isService, String name, long pid, long lastsNs) implements Blow {
            @Override
            public String what() {
                return "kill";
            }
        }

        /** A process that stands still. */
        record Pause(String name, long pid, long lastsNs) implements Blow {
            @Override
            public String what() {
                return "pause";
            }
        }

        /** Ways between two processes on which nothing gets through. */
        record Cut(String name, List<String> ways, long lastsNs) implements Blow {
            @Override
            public String what() {
                return "cut";
            }
        }
    }

    @Override
    public void rage(long untilNs) throws IOException {
        long startedNs = System.nanoTime();
        for (long dueNs = startedNs + everyNs;
                dueNs - untilNs < 0;
                dueNs = Math.max(dueNs, System.nanoTime()) + everyNs) {
            for (long now = System.nanoTime(); now < dueNs; now = System.nanoTime()) {
                LockSupport.parkNanos(dueNs - now);
            }
            check();
            strike(startedNs);
        }
        check();
    }

    private void strike(long startedNs) throws IOException {
        List<Blow> blows = choose(1 + random.nextInt(2));
        isRaging = true;
        long beganNs = System.nanoTime();
        for (Blow blow : blows) {
            kills++;
            begin(blow);
        }
        blows.sort(Comparator.comparingLong(Blow::lastsNs));
        for (Blow blow : blows) {
            for (long left = blow.lastsNs(); left > 0; left = beganNs + blow.lastsNs() - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            end(blow);
            double seconds = (System.nanoTime() - beganNs) / 1e9;
            journal.struck(new Strike((beganNs - startedNs) / 1e9, blow.what(), blow.name(), seconds));
        }
        lastEndNs = System.nanoTime();
        isRaging = false;
    }

    private List<Blow> choose(int count) throws IOException {
        List<Blow> blows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String fault = faults.get(random.nextInt(faults.size()));
            Blow blow = fault.equals("cut") ? cut() : ofProcess(fault);
            blows.removeIf(other -> other.name().equals(blow.name()));
            blows.add(blow);
        }
        return blows;
    }

    private Blow ofProcess(String fault) throws IOException {
        boolean isService = fault.equals("services");
        boolean isKill = fault.equals("kill") || (isService && random.nextBoolean());
        Map.Entry<String, Long> one = oneOf((isService ? cluster.services() : cluster.members()).entrySet());
        return isKill
                ? new Blow.Kill(isService, one.getKey(), one.getValue(), lasts(DOWN_MS_MAX))
                : new Blow.Pause(one.getKey(), one.getValue(), lasts(PAUSE_MS_MAX));
    }

    /** A member and another one or a service no longer hear each other, or only one of them the other. */
    private Blow cut() throws IOException {
        String from = oneOf(cluster.members().keySet());
        Set<String> others = new LinkedHashSet<>(cluster.members().keySet());
        others.addAll(cluster.services().keySet());
        others.remove(from);
        String to = oneOf(others);
        List<String> both = List.of(from + " " + to, to + " " + from);
        return switch (random.nextInt(3)) {
            case 0 -> new Blow.Cut(from + " -> " + to, both.subList(0, 1), lasts(PAUSE_MS_MAX));
            case 1 -> new Blow.Cut(to + " -> " + from, both.subList(1, 2), lasts(PAUSE_MS_MAX));
            default -> new Blow.Cut(from + " <-> " + to, both, lasts(PAUSE_MS_MAX));
        };
    }

    private <T> T oneOf(Set<T> all) {
        return List.copyOf(all).get(random.nextInt(all.size()));
    }

    private long lasts(int msMax) {
        return TimeUnit.MILLISECONDS.toNanos(FAULT_MS_MIN + random.nextInt(msMax - FAULT_MS_MIN));
    }

    private void begin(Blow blow) throws IOException {
        switch (blow) {
            case Blow.Kill kill -> ClusterProcesses.kill(kill.pid());
            case Blow.Pause pause -> ClusterProcesses.signal("STOP", pause.pid());
            case Blow.Cut cut -> {
                cutWays.addAll(cut.ways());
                cluster.cut(cutWays);
            }
        }
    }

    private void end(Blow blow) throws IOException {
        switch (blow) {
            case Blow.Kill kill when kill.isService() -> cluster.startService(kill.name());
            case Blow.Kill kill -> cluster.startMember(kill.name());
            case Blow.Pause pause -> ClusterProcesses.signal("CONT", pause.pid());
            case Blow.Cut cut -> {
                cutWays.removeAll(cut.ways());
                cluster.cut(cutWays);
            }
        }
    }

    /** Notes each process that should run and does not, once. */
    private void check() throws IOException {
        note(cluster.members());
        note(cluster.services());
    }

    private void note(Map<String, Long> processes) {
        processes.forEach((name, pid) -> {
            if (!ClusterProcesses.isAlive(pid) && ended.add(name + " " + pid)) {
                journal.wrong("process " + name + " has ended by itself");
            }
        });
    }

    @Override
    public int kills() {
        return kills;
    }

    @Override
    public boolean wasDisturbed(long sinceNs) {
        return isRaging || (kills > 0 && (lastEndNs - sinceNs >= 0 || System.nanoTime() - lastEndNs < GRACE_NS));
    }

    @Override
    public void awaitServer() {
        long startedNs = System.nanoTime();
        while (!areListening() && System.nanoTime() - startedNs < PROXIES_NS_MAX) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private boolean areListening() {
        try {
            for (int port : cluster.ports()) {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MS);
                }
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
