package io.windhover.coordinator.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.coordinator.Crowd;
import io.windhover.coordinator.Samples;
import io.windhover.coordinator.catalog.CatalogChange;
import io.windhover.coordinator.catalog.CatalogDecider;
import io.windhover.coordinator.catalog.CatalogLimits;
import io.windhover.coordinator.catalog.CatalogState;
import io.windhover.coordinator.catalog.Decision;
import io.windhover.coordinator.catalog.DecisionContext;
import io.windhover.model.MemberId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlacementPlannerTest {
    private static final int STEPS_MAX = 400;

    private final TreeMap<String, Member> members = new TreeMap<>();
    private CatalogState state = CatalogState.EMPTY
            .with(new CatalogChange.DatabasePut(
                    new Database(Database.DEFAULT_ID, Database.DEFAULT_NAME, Map.of(), new Timestamp(1))))
            .atVersion(1);
    private long nextId = 100;
    private SplittableRandom chance;

    static LongStream seeds() {
        Long only = Long.getLong("seed");
        return only != null ? LongStream.of(only) : LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverComesAndGoesItConvergesAndThenStaysAsItIs(long seed) {
        // Goal: every shard one owner that is there, every loaded one its readers, loads that differ by one at most,
        // no move without need, and nothing taken from who serves before enough others do. Method: random joins,
        // deaths, drains and collections, with a random number of steps of the planner between them, in which readers
        // become ready at random; then steps until it is settled, which must be soon.
        System.out.println("seed " + seed);
        chance = new SplittableRandom(seed);
        for (int round = 0; round < 40; round++) {
            happen();
            for (int step = chance.nextInt(6); step > 0; step--) {
                step(chance.nextBoolean(), 70, Set.of());
            }
            if (round % 8 == 7) {
                converge();
            }
        }
    }

    private void converge() {
        int steps = 0;
        while (!step(true, 90, Set.of()).isSettled()) {
            assertThat(steps++).as("steps").isLessThan(STEPS_MAX);
        }
        for (int more = 0; more < 3; more++) {
            PlacementPlan plan = step(true, 50, Set.of());
            assertThat(plan.isSettled()).as("%s", plan).isTrue();
            assertThat(plan.uneven()).isFalse();
        }
        check();
    }

    private Members present() {
        return new Members(9, List.copyOf(members.values()));
    }

    private void happen() {
        String name = "m" + chance.nextInt(6);
        String collection = "c" + chance.nextInt(12);
        switch (chance.nextInt(13)) {
            case 0, 1, 2 -> members.put(name, Crowd.member(name, false));
            case 12 -> members.computeIfPresent(name, (_, member) -> again(member));
            case 3 -> members.remove(name);
            case 4 -> members.computeIfPresent(name, (_, _) -> Crowd.member(name, true));
            case 5 -> submit(new Command.DropCollection("", collection));
            case 6 -> submit(Samples.release(collection));
            case 7, 8 -> {
                submit(new Command.Load("", collection, List.of(), 1 + chance.nextInt(3), List.of()));
            }
            default -> {
                submit(new Command.CreateCollection(
                        "", collection, "", Samples.fields(), Samples.settings(1 + chance.nextInt(4))));
                submit(Samples.index(collection));
            }
        }
    }

    /** Returns who has lost its name and taken it again. */
    private Member again(Member member) {
        return new Member(
                member.id(),
                member.incarnation() + 1 + chance.nextInt(1_000),
                member.address(),
                member.roles(),
                member.resourceGroup(),
                member.draining(),
                member.version());
    }

    private void submit(Command command) {
        DecisionContext context = new DecisionContext(nextId, new Timestamp(nextId), CatalogLimits.DEFAULT, present());
        if (CatalogDecider.decide(state, command, context) instanceof Decision.Commit commit) {
            state = commit.next();
            nextId = commit.nextId();
        }
    }

    private PlacementPlan step(boolean balancing, int readyPercent, Set<MemberId> returning) {
        Set<ShardId> vacant = new LinkedHashSet<>();
        Set<Situation.Serving> ready = new LinkedHashSet<>();
        for (Collection collection : state.catalog().collections().values().toList()) {
            for (int number = 0; number < collection.settings().shardCount(); number++) {
                ShardId shard = new ShardId(collection.id(), number);
                if (chance.nextInt(100) < readyPercent) {
                    vacant.add(shard);
                }
                for (MemberId reader : collection.placement(number).readers()) {
                    if (members.containsKey(reader.name()) && chance.nextInt(100) < readyPercent) {
                        ready.add(new Situation.Serving(reader, shard));
                    }
                }
            }
        }
        PlacementPlan plan = PlacementPlanner.plan(
                new Situation(state.catalog(), present(), vacant, ready, returning, balancing, 3, 8));
        plan.changes().forEach(change -> checkStep(change, vacant, ready));
        assertThat(plan.changes()).hasSizeLessThanOrEqualTo(8);
        if (!plan.changes().isEmpty()) {
            submit(new Command.PlaceShards(plan.changes()));
        }
        return plan;
    }

    private void checkStep(Command.PlaceShards.Placing change, Set<ShardId> vacant, Set<Situation.Serving> ready) {
        ShardPlacement before = change.before();
        ShardPlacement after = change.after();
        if (!before.owner().equals(after.owner()) && after.owner().isPresent()) {
            assertThat(before.owner()).isEmpty();
            assertThat(vacant).contains(change.shard());
        }
        Collection collection =
                state.catalog().collections().find(change.shard().collection()).orElseThrow();
        boolean taken = before.readers().stream()
                .anyMatch(r -> members.containsKey(r.name()) && !after.readers().contains(r));
        if (taken && collection.load().isLoaded()) {
            assertThat(after.readers()).anyMatch(r -> ready.contains(new Situation.Serving(r, change.shard())));
        }
    }

    private void check() {
        Map<MemberId, Integer> owned = new TreeMap<>();
        Map<MemberId, Integer> read = new TreeMap<>();
        List<MemberId> willing = new ArrayList<>();
        members.values().stream().filter(m -> !m.draining()).forEach(m -> willing.add(m.id()));
        if (willing.isEmpty()) {
            members.values().forEach(m -> willing.add(m.id()));
        }
        willing.forEach(m -> {
            owned.put(m, 0);
            read.put(m, 0);
        });
        if (willing.isEmpty()) {
            return;
        }
        for (Collection c : state.catalog().collections().values().toList()) {
            for (int n = 0; c.isActive() && n < c.settings().shardCount(); n++) {
                ShardPlacement placement = c.placement(n);
                assertThat(willing).contains(placement.owner().orElseThrow());
                assertThat(placement.incarnation())
                        .isEqualTo(members.get(placement.owner().get().name()).incarnation());
                owned.merge(placement.owner().get(), 1, Integer::sum);
                assertThat(placement.readers())
                        .hasSize(Math.min(c.load().replicas(), willing.size()))
                        .doesNotHaveDuplicates()
                        .allMatch(willing::contains);
                placement.readers().forEach(r -> read.merge(r, 1, Integer::sum));
            }
        }
        assertThat(spread(owned)).as("owned %s", owned).isLessThanOrEqualTo(1);
        assertThat(spread(read)).as("read %s", read).isLessThanOrEqualTo(1);
    }

    private static int spread(Map<MemberId, Integer> counts) {
        return counts.values().stream().mapToInt(i -> i).max().orElse(0)
                - counts.values().stream().mapToInt(i -> i).min().orElse(0);
    }
}
