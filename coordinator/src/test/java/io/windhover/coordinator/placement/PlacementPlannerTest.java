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
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.cluster.Groups;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private boolean grouped;

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
                step(chance.nextBoolean(), 70);
            }
            if (round % 8 == 7) {
                converge();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readersStayWithinTheirGroupsWhateverIsTransferred(long seed) {
        // Goal: as above with resource groups: every replica is read by who is in its group, groups have the members
        // that
        // their configurations ask for, and all of it comes to rest. Method: as above, with groups that are created,
        // configured and dropped, members that name one, and transfers of members and replicas.
        System.out.println("seed " + seed);
        chance = new SplittableRandom(seed);
        grouped = true;
        for (int round = 0; round < 60; round++) {
            if (chance.nextBoolean()) {
                happen();
            } else {
                happenToGroups();
            }
            for (int step = chance.nextInt(6); step > 0; step--) {
                step(chance.nextBoolean(), 70);
            }
            if (round % 8 == 7) {
                submit(new Command.SettleResourceGroups());
                CatalogState settled = state;
                submit(new Command.SettleResourceGroups());
                assertThat(state).as("settled once").isSameAs(settled);
                converge();
            }
        }
    }

    private void converge() {
        int steps = 0;
        while (!step(true, 90).isSettled()) {
            assertThat(steps++).as("steps").isLessThan(STEPS_MAX);
        }
        for (int more = 0; more < 3; more++) {
            PlacementPlan plan = step(true, 50);
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
            case 0, 1, 2 -> members.put(name, member(name, false));
            case 12 -> members.computeIfPresent(name, (_, member) -> again(member));
            case 3 -> members.remove(name);
            case 4 -> members.computeIfPresent(name, (_, _) -> member(name, true));
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

    private void happenToGroups() {
        String group = anyGroup();
        int requests = chance.nextInt(3);
        switch (chance.nextInt(9)) {
            case 0, 1 -> submit(Samples.group(group, requests, requests + chance.nextInt(3)));
            case 2 ->
                submit(new Command.UpdateResourceGroups(
                        Map.of(group, ResourceGroup.Config.of(requests, requests + chance.nextInt(3)))));
            case 3 -> submit(new Command.UpdateResourceGroups(Map.of(group, ResourceGroup.Config.of(0, 0))));
            case 4 -> submit(new Command.DropResourceGroup(group));
            case 5 -> submit(new Command.TransferNode(anyGroup(), anyGroup(), 1));
            case 6 -> submit(new Command.TransferReplica("", "c" + chance.nextInt(12), anyGroup(), anyGroup(), 1));
            case 7 -> submit(new Command.SettleResourceGroups());
            default -> submit(Samples.load("c" + chance.nextInt(12), 2, anyGroup(), anyGroup()));
        }
    }

    private String anyGroup() {
        return chance.nextInt(3) == 0 ? ResourceGroup.DEFAULT_NAME : "g" + chance.nextInt(3);
    }

    private Member member(String name, boolean draining) {
        boolean names = grouped && name.equals("m5");
        return Crowd.member(name, names ? "g0" : Member.DEFAULT_GROUP, draining);
    }

    private void submit(Command command) {
        DecisionContext context = new DecisionContext(nextId, new Timestamp(nextId), CatalogLimits.DEFAULT, present());
        if (CatalogDecider.decide(state, command, context) instanceof Decision.Commit commit) {
            state = commit.next();
            nextId = commit.nextId();
        }
    }

    private PlacementPlan step(boolean balancing, int readyPercent) {
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
                new Situation(state.catalog(), present(), vacant, ready, List.of(), balancing, 3, 8));
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
        List<MemberId> willing = willing(List.copyOf(members.values()));
        if (willing.isEmpty()) {
            return;
        }
        Groups groups = new Groups(state.catalog(), present());
        Map<MemberId, Integer> owned = new TreeMap<>();
        Map<String, Map<MemberId, Integer>> read = new TreeMap<>();
        willing.forEach(m -> owned.put(m, 0));
        groups.readers()
                .forEach((group, readers) -> willing(readers)
                        .forEach(m -> read.computeIfAbsent(group, _ -> new TreeMap<>())
                                .put(m, 0)));
        for (Collection c : state.catalog().collections().values().toList()) {
            for (int n = 0; c.isActive() && n < c.settings().shardCount(); n++) {
                ShardPlacement placement = c.placement(n);
                assertThat(willing).contains(placement.owner().orElseThrow());
                assertThat(placement.incarnation())
                        .isEqualTo(members.get(placement.owner().get().name()).incarnation());
                owned.merge(placement.owner().get(), 1, Integer::sum);
                checkReaders(placement.readers(), c.load().replicaGroups(), read);
            }
        }
        assertThat(spread(owned)).as("owned %s", owned).isLessThanOrEqualTo(1);
        read.forEach((group, counts) ->
                assertThat(spread(counts)).as("read in %s %s", group, counts).isLessThanOrEqualTo(1));
    }

    private static void checkReaders(
            List<MemberId> readers, List<String> replicas, Map<String, Map<MemberId, Integer>> read) {
        List<MemberId> expected = new ArrayList<>();
        for (String group : new TreeSet<>(replicas)) {
            Map<MemberId, Integer> counts = read.getOrDefault(group, new TreeMap<>());
            List<MemberId> ofGroup =
                    readers.stream().filter(counts::containsKey).toList();
            assertThat(ofGroup).hasSize(Math.min(Collections.frequency(replicas, group), counts.size()));
            ofGroup.forEach(reader -> counts.merge(reader, 1, Integer::sum));
            expected.addAll(ofGroup);
        }
        if (!expected.isEmpty() || replicas.isEmpty()) {
            assertThat(readers).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static List<MemberId> willing(List<Member> members) {
        List<MemberId> willing =
                members.stream().filter(m -> !m.draining()).map(Member::id).toList();
        return willing.isEmpty() ? members.stream().map(Member::id).toList() : willing;
    }

    private static int spread(Map<MemberId, Integer> counts) {
        return counts.values().stream().mapToInt(i -> i).max().orElse(0)
                - counts.values().stream().mapToInt(i -> i).min().orElse(0);
    }
}
