package io.windhover.coordinator.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.coordinator.Crowd;
import io.windhover.coordinator.Samples;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlacementDecisionsTest {
    private static Command create(String name, int shards) {
        return new Command.CreateCollection("", name, "", Samples.fields(), Samples.settings(shards));
    }

    private static Command load(String name, int replicas) {
        return new Command.Load("", name, List.of(), replicas, List.of());
    }

    private static List<String> owners(Collection collection) {
        return collection
                .placements()
                .values()
                .map(p -> p.owner().map(MemberId::name).orElse("-"))
                .toList();
    }

    private static List<List<String>> readers(Collection collection) {
        return collection
                .placements()
                .values()
                .map(p -> p.readers().stream().map(MemberId::name).toList())
                .toList();
    }

    @Test
    void inOneProcessNothingIsPlaced() {
        Deciding deciding = new Deciding().with(create("docs", 2), Samples.index("docs"), load("docs", 1));
        assertThat(deciding.collection("docs").placements().isEmpty()).isTrue();
        deciding.with(new Command.Release("", "docs", List.of()));
        assertThat(deciding.decide(load("docs", 2)))
                .isEqualTo(new Decision.Reject(
                        ErrorCode.PARAMETER_INVALID,
                        "the number of replicas (2) exceeds the number of query nodes (1): invalid parameter"));
    }

    @Test
    void shardsGoToWhoHasTheFewest() {
        Deciding deciding = new Deciding().in(Crowd.of("a", "b", "c")).with(create("docs", 2), create("more", 5));
        assertThat(owners(deciding.collection("docs"))).containsExactly("a", "b");
        assertThat(owners(deciding.collection("more"))).containsExactly("c", "a", "b", "c", "a");
        deciding.with(new Command.DropCollection("", "more"), create("next", 2));
        assertThat(owners(deciding.collection("next"))).containsExactly("c", "a");
    }

    @Test
    void whoDrainsGetsNothingAndNobodyIsPossible() {
        Deciding deciding = new Deciding()
                .in(new Members(3, List.of(Crowd.member("a", true), Crowd.member("b", false))))
                .with(create("docs", 2))
                .in(new Members(4, List.of()))
                .with(create("more", 1));
        assertThat(owners(deciding.collection("docs"))).containsExactly("b", "b");
        assertThat(owners(deciding.collection("more"))).containsExactly("-");
    }

    @Test
    void aLoadPlacesAsManyReadersAsReplicasAndAReleaseTakesThem() {
        Deciding deciding = new Deciding()
                .in(Crowd.of("a", "b", "c"))
                .with(create("docs", 2), Samples.index("docs"), load("docs", 2));
        assertThat(readers(deciding.collection("docs"))).containsExactly(List.of("a", "b"), List.of("c", "a"));
        assertThat(owners(deciding.collection("docs"))).containsExactly("a", "b");
        deciding.with(Samples.release("docs"));
        assertThat(readers(deciding.collection("docs"))).containsExactly(List.of(), List.of());
        assertThat(owners(deciding.collection("docs"))).containsExactly("a", "b");
        assertThat(deciding.state().totals().read().isEmpty()).isTrue();
        deciding.with(load("docs", 1), Samples.load("docs", "_default"));
        assertThat(readers(deciding.collection("docs"))).containsExactly(List.of("a"), List.of("b"));
        deciding.with(new Command.DropCollection("", "docs"));
        assertThat(deciding.state().totals().read().isEmpty()).isTrue();
        assertThat(deciding.state().totals().owned().isEmpty()).isTrue();
        assertThat(deciding.catalog()
                        .collections()
                        .values()
                        .flatMap(c -> c.placements().values()))
                .allMatch(p -> p.readers().isEmpty());
    }

    @Test
    void moreReplicasThanMembersAreRefused() {
        Member elsewhere =
                new Member(new MemberId("z"), 1, "z:1", Crowd.member("z", false).roles(), "group", false, "1");
        Deciding deciding = new Deciding()
                .in(new Members(3, List.of(Crowd.member("a", false), Crowd.member("b", true), elsewhere)))
                .with(create("docs", 1), Samples.index("docs"));
        assertThat(deciding.decide(load("docs", 2)))
                .isEqualTo(new Decision.Reject(
                        ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH,
                        "failed to spawn replica for collection: resource group node not enough"
                                + "[rg=__default_resource_group][currentNodeNum=1][expectedNodeNum=2]"));
        assertThat(deciding.decide(load("docs", 1))).isInstanceOf(Decision.Commit.class);
        deciding.in(new Members(9, List.of()));
        assertThat(deciding.decide(load("docs", 1)))
                .as("what is loaded stays so, whoever is there")
                .isInstanceOf(Decision.Already.class);
    }

    @Test
    void aLoadWhileNoQueryNodeIsThereMayBeAskedForAgain() {
        // Goal: P4. Method: the only query node has died and not come back yet.
        Deciding deciding = new Deciding().in(Crowd.of("a")).with(create("docs", 1), Samples.index("docs"));
        deciding.in(new Members(9, List.of()));
        assertThat(deciding.decide(load("docs", 1)))
                .isEqualTo(new Decision.Reject(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "no query node is there to load collection \"docs\", try again later"));
    }

    @Test
    void aMoveIsMadeOnlyFromWhatItWasDecidedOn() {
        Deciding deciding = new Deciding().in(Crowd.of("a", "b")).with(create("docs", 1));
        Collection docs = deciding.collection("docs");
        ShardPlacement before = docs.placement(0);
        ShardPlacement nobody = before.ownedBy(Optional.empty());
        Command move = new Command.PlaceShards(
                List.of(new Command.PlaceShards.Placing(new ShardId(docs.id(), 0), before, nobody)));
        assertThat(deciding.decide(move)).isInstanceOf(Decision.Commit.class);
        assertThat(deciding.decide(move)).isInstanceOf(Decision.Already.class);
        assertThat(deciding.state().totals().owned().isEmpty()).isTrue();
    }

    @Test
    void aFlushOfAnOwnerWhoseTenureHasEndedIsRefused() {
        // Goal: no row in a file and in the log of the next owner. Method: the shard goes away from its owner and comes
        // back, as when the process is killed and starts again; a flush of the first tenure arrives late.
        Deciding deciding = new Deciding().in(Crowd.of("a")).with(create("docs", 1));
        Collection docs = deciding.collection("docs");
        ShardId shard = new ShardId(docs.id(), 0);
        ShardPlacement first = docs.placement(0);
        deciding.with(place(shard, first, first.ownedBy(Optional.empty())));
        ShardPlacement vacant = deciding.collection("docs").placement(0);
        deciding.with(place(shard, vacant, vacant.ownedBy(Optional.of(new MemberId("a")))));
        ShardPlacement second = deciding.collection("docs").placement(0);
        assertThat(second.tenure()).isGreaterThan(first.tenure());
        assertThat(deciding.decide(flush(shard, first.tenure())))
                .isInstanceOfSatisfying(
                        Decision.Reject.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_OWNER));
        assertThat(deciding.decide(flush(shard, second.tenure()))).isInstanceOf(Decision.Commit.class);
    }

    private static Command place(ShardId shard, ShardPlacement before, ShardPlacement after) {
        return new Command.PlaceShards(List.of(new Command.PlaceShards.Placing(shard, before, after)));
    }

    private static Command flush(ShardId shard, long tenure) {
        return new Command.SegmentsFlushed(
                shard, List.of(), Optional.empty(), new ShardCheckpoint(5, new Timestamp(5)), tenure);
    }
}
