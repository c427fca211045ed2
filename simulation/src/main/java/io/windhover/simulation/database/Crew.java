package io.windhover.simulation.database;

import io.windhover.runtime.Promise;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import io.windhover.simulation.BrokenPromiseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** All clients of a storm: its teams and those who share names. They go by the stage, whatever database is behind it. */
final class Crew {
    static final Duration END_MAX = Duration.ofMinutes(5);

    private final Simulation simulation;
    private final Stage stage;
    private final Scene scene;
    private final SplittableRandom chance;
    private final List<Team> teams = new ArrayList<>();
    private final Optional<Shared> shared;

    Crew(Simulation simulation, Stage stage, Scene scene, SplittableRandom chance) {
        this.simulation = simulation;
        this.stage = stage;
        this.scene = scene;
        this.chance = chance;
        this.shared = scene.isShared() ? Optional.of(new Shared(stage)) : Optional.empty();
        for (int i = scene.teams(chance); i > 0; i--) {
            teams.add(new Team(i));
        }
    }

    List<Team> teams() {
        return teams;
    }

    /** Lets all clients begin on fibers of a process; each result is there when that client has ended. */
    List<Promise<Boolean>> play(SimulatedProcess process) {
        List<Promise<Boolean>> ends = new ArrayList<>();
        for (Team team : teams) {
            ends.add(begin(process, "definer", new Definer(stage, team)::run));
            for (int i = scene.definers(chance) - 1; i > 0; i--) {
                ends.add(begin(process, "partition-definer", new PartitionDefiner(stage, team, i)::run));
            }
            int writers = 1 + chance.nextInt(3);
            for (int i = 0; i < writers; i++) {
                ends.add(begin(process, "writer", new Writer(stage, team, i, 3)::run));
            }
            for (int i = chance.nextInt(3); i >= 0; i--) {
                ends.add(begin(process, "reader", new Reader(stage, team)::run));
            }
        }
        shared.ifPresent(names -> {
            for (int i = scene.sharedDefiners(chance); i > 0; i--) {
                ends.add(begin(process, "shared-definer", new SharedDefiner(stage, names)::run));
            }
        });
        return ends;
    }

    /** Checks everything while nobody works. */
    void audit(SimulatedProcess process) {
        shared.ifPresent(names -> within(process, "audit of shared names", END_MAX, names::audit));
        teams.forEach(team -> within(process, "audit", END_MAX, new Audit(stage, team)::run));
    }

    /** Drops the shared names. */
    void tearDown(SimulatedProcess process) {
        shared.ifPresent(names -> within(process, "drop shared names", END_MAX, names::tearDown));
    }

    /** Tells all clients to end, and waits until each has. */
    void stop(List<Promise<Boolean>> ends) {
        stage.stop();
        for (Promise<Boolean> end : ends) {
            BrokenPromiseException.unless(
                    end.await(END_MAX).isPresent(), "a request did not end within %s after the faults", END_MAX);
        }
    }

    /** Notes that nothing that was under way will be answered. */
    void leaveOpen() {
        teams.forEach(Team::leaveOpen);
    }

    /** Runs something on a fiber of a process. */
    Promise<Boolean> begin(SimulatedProcess process, String name, Runnable body) {
        Promise<Boolean> end = simulation.world().runtime().promise();
        process.runtime().fork(name, () -> {
            body.run();
            end.complete(Boolean.TRUE);
        });
        return end;
    }

    /** As above, and waits for its end. */
    void within(SimulatedProcess process, String name, Duration most, Runnable body) {
        boolean ended = begin(process, name, body).await(most).isPresent();
        BrokenPromiseException.unless(ended, "%s did not end within %s of simulated time", name, most);
    }
}
