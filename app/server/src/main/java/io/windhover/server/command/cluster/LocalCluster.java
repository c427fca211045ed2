package io.windhover.server.command.cluster;

import io.windhover.server.command.cluster.relay.Relay;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A cluster of processes on this machine. What runs is in a file of its folder, written after each step, so that every
 * command takes up where another one ended or was ended. One command at a time changes it.
 */
final class LocalCluster {
    /** How long a member that is to end may hand over what it is in charge of. */
    static final int DRAIN_SECONDS = 10;

    private static final Duration END_MAX = Duration.ofSeconds(DRAIN_SECONDS + 30);
    private static final Duration KILL_MAX = Duration.ofSeconds(10);
    private static final Duration READY_MAX = Duration.ofSeconds(240);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ClusterFolder folder;
    private final LocalServices services;
    private final MemberProgram program;
    private final Consumer<String> out;

    LocalCluster(ClusterFolder folder, LocalServices services, MemberProgram program, Consumer<String> out) {
        this.folder = folder;
        this.services = services;
        this.program = program;
        this.out = out;
    }

    /** Starts services and members and waits until all are ready; if one is not, ends all of them again. */
    void up(int firstPort, Map<String, String> heaps, Map<String, Integer> counts, boolean isCuttable) {
        folder.alone(() -> {
            Optional<ClusterState> before = folder.read();
            if (before.isPresent() && before.get().members().stream().anyMatch(MemberState::isAlive)) {
                out.accept("The cluster in " + folder.path() + " is up already; no option was applied.");
                out.accept(line(before.get()));
                return;
            }
            try {
                ClusterState started = start(planned(firstPort, heaps, counts), isCuttable);
                started.members().forEach(this::awaitReady);
                out.accept(line(started));
            } catch (RuntimeException failure) {
                end(false);
                throw failure;
            }
        });
    }

    private static ClusterState planned(int firstPort, Map<String, String> heaps, Map<String, Integer> counts) {
        ClusterState state = new ClusterState(firstPort, heaps, Map.of(), Map.of(), List.of(), Optional.empty());
        for (String role : MemberState.ROLES) {
            for (int i = 0; i < counts.getOrDefault(role, 0); i++) {
                state = state.with(state.next(List.of(role)));
            }
        }
        return state;
    }

    private ClusterState start(ClusterState planned, boolean isCuttable) {
        services.prepare(planned.servicePort(), isCuttable ? Relay.HOST : "127.0.0.1");
        ClusterState related = isCuttable ? withRelay(planned) : planned;
        Map<String, String> where = services.up();
        ClusterState state = related.withServices(where, services.pids());
        folder.write(state);
        for (MemberState member : related.members()) {
            state = start(state, member);
        }
        return state;
    }

    /** Services call each other too, so the relay is there before them. */
    private ClusterState withRelay(ClusterState planned) {
        try {
            ClusterState with = planned.withRelay(program.startRelay(folder));
            folder.write(with);
            long until = System.nanoTime() + READY_MAX.toNanos();
            while (!services.targets().keySet().stream().allMatch(LocalCluster::isRelayed)) {
                if (!with.relay().map(Run::isAlive).orElse(false) || System.nanoTime() - until > 0) {
                    throw new ClusterException(
                            "the relay is not ready, see " + folder.path().resolve("relay.log"));
                }
                LockSupport.parkNanos(POLL_NS);
            }
            return with;
        } catch (IOException failure) {
            throw new ClusterException("the relay cannot be started: " + failure.getMessage());
        }
    }

    private static boolean isRelayed(int port) {
        try (Socket _ = new Socket(Relay.HOST, port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Passes on what processes of this cluster send each other, until the process ends; see {@link Relay}. */
    void relay() {
        try (Relay relay = new Relay(this::layout, folder.cuts())) {
            relay.run();
        } catch (IOException failure) {
            throw new ClusterException("the relay has ended: " + failure.getMessage());
        }
    }

    private Relay.Layout layout() {
        Map<Integer, String> targets = new LinkedHashMap<>(services.targets());
        Map<Long, String> processes = new LinkedHashMap<>();
        services.pids().forEach((name, pid) -> processes.put(pid, name));
        for (MemberState member : folder.read().map(ClusterState::members).orElse(List.of())) {
            targets.put(member.memberPort(), member.name());
            member.run().ifPresent(run -> processes.put(run.pid(), member.name()));
        }
        return new Relay.Layout(targets, processes);
    }

    private ClusterState start(ClusterState state, MemberState member) {
        try {
            ClusterState with = state.with(member.with(Optional.of(program.start(state, member, folder))));
            folder.write(with);
            return with;
        } catch (IOException failure) {
            throw new ClusterException(member.name() + " cannot be started: " + failure.getMessage());
        }
    }

    private void awaitReady(MemberState member) {
        long until = System.nanoTime() + READY_MAX.toNanos();
        MemberHealth health = MemberHealth.ask(member.managementPort());
        while (!health.isWell()) {
            if (!member.isAlive()) {
                throw new ClusterException(member.name() + " ended; its log in " + folder.log(member) + " ends with\n"
                        + folder.lastLines(member));
            }
            if (System.nanoTime() - until > 0) {
                throw new ClusterException("%s is not ready after %d s: %s; its log in %s ends with\n%s"
                        .formatted(
                                member.name(),
                                READY_MAX.toSeconds(),
                                health.roles(),
                                folder.log(member),
                                folder.lastLines(member)));
            }
            LockSupport.parkNanos(POLL_NS);
            health = MemberHealth.ask(member.managementPort());
        }
        out.accept(MemberReport.of(member, health).text());
    }

    private static String line(ClusterState state) {
        return "cluster=up uris=" + state.uris();
    }

    /** Ends members, then services; does nothing if nothing runs. */
    void down(boolean isWiped) {
        folder.alone(() -> {
            end(isWiped);
            out.accept("cluster=down");
        });
    }

    /** Proxies take no more requests first; who decides where things move to goes last. */
    private void end(boolean isWiped) {
        Optional<ClusterState> state = folder.read();
        for (String role : List.of("proxy", "query", "data", "coordinator")) {
            List<MemberState> those = state.map(ClusterState::members).orElse(List.of()).stream()
                    .filter(member -> member.roles().getFirst().equals(role))
                    .toList();
            those.forEach(member -> member.run().ifPresent(Run::terminate));
            those.forEach(this::end);
        }
        services.down(isWiped);
        state.flatMap(ClusterState::relay).ifPresent(Run::kill);
        folder.forget();
    }

    private void end(MemberState member) {
        member.run().ifPresent(run -> {
            run.terminate();
            if (!run.awaitEnd(END_MAX)) {
                out.accept(member.name() + " does not end; killed");
                run.kill();
                run.awaitEnd(KILL_MAX);
            }
        });
    }

    private ClusterState running() {
        return folder.read().orElseThrow(() -> new ClusterException("no cluster is up in " + folder.path()));
    }

    /** Ends a member as kill -9 does. */
    void kill(String name) {
        folder.alone(() -> {
            MemberState member = running().member(name);
            member.run().ifPresent(run -> {
                run.kill();
                run.awaitEnd(KILL_MAX);
            });
            folder.write(running().with(member.with(Optional.empty())));
            out.accept(name + " is killed");
        });
    }

    /** Starts a member that does not run, under its name. */
    void start(String name, boolean isAwaited) {
        folder.alone(() -> {
            ClusterState state = running();
            MemberState member = state.member(name);
            if (member.isAlive()) {
                out.accept(name + " runs already");
            } else {
                await(start(state, member).member(name), isAwaited);
            }
        });
    }

    /** Starts a further member. */
    void add(List<String> roles) {
        folder.alone(() -> {
            ClusterState state = running();
            MemberState member = state.next(roles);
            await(start(state, member).member(member.name()), true);
        });
    }

    private void await(MemberState member, boolean isAwaited) {
        if (isAwaited) {
            awaitReady(member);
        } else {
            out.accept(member.name() + " is started");
        }
    }

    /** Lets a member hand over and end, and forgets it. */
    void remove(String name) {
        folder.alone(() -> {
            end(running().member(name));
            folder.write(running().without(name));
            out.accept(name + " is removed");
        });
    }

    /** Returns how it goes with each service and member. */
    ClusterReport status() {
        ClusterState state = running();
        Map<String, Boolean> alive = new LinkedHashMap<>();
        services.pids()
                .forEach((name, pid) -> alive.put(name, ProcessHandle.of(pid).isPresent()));
        List<MemberReport> members = state.members().stream()
                .map(member -> MemberReport.of(member, MemberHealth.ask(member.managementPort())))
                .toList();
        return new ClusterReport(state.uris(), alive, members);
    }
}
