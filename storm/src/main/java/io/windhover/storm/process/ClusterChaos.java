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
 * Kills and pauses processes of a cluster and the services below it, one or two at a time, at instants that the seed
 * chooses, and undoes it seconds later. A process that ends although nobody killed it is a wrong answer.
 */
public final class ClusterChaos implements Havoc {
    /** What can be done. */
    public static final List<String> FAULTS = List.of("kill", "pause", "services");

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

    /** A fault that is to be made of a process. */
    private record Blow(boolean isKill, boolean isService, String name, long pid, long lastsNs) {
        String what() {
            return isKill ? "kill" : "pause";
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
            boolean isService = fault.equals("services");
            boolean isKill = fault.equals("kill") || (isService && random.nextBoolean());
            List<Map.Entry<String, Long>> all =
                    new ArrayList<>((isService ? cluster.services() : cluster.members()).entrySet());
            Map.Entry<String, Long> one = all.get(random.nextInt(all.size()));
            int lastsMs = FAULT_MS_MIN + random.nextInt((isKill ? DOWN_MS_MAX : PAUSE_MS_MAX) - FAULT_MS_MIN);
            blows.removeIf(blow -> blow.name().equals(one.getKey()));
            blows.add(
                    new Blow(isKill, isService, one.getKey(), one.getValue(), TimeUnit.MILLISECONDS.toNanos(lastsMs)));
        }
        return blows;
    }

    private static void begin(Blow blow) throws IOException {
        if (blow.isKill()) {
            ClusterProcesses.kill(blow.pid());
        } else {
            ClusterProcesses.signal("STOP", blow.pid());
        }
    }

    private void end(Blow blow) throws IOException {
        if (!blow.isKill()) {
            ClusterProcesses.signal("CONT", blow.pid());
        } else if (blow.isService()) {
            cluster.startService(blow.name());
        } else {
            cluster.startMember(blow.name());
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
