package io.windhover.coordinator.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.coordinator.Crowd;
import io.windhover.coordinator.Samples;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.catalog.ResourceGroup.Config;
import io.windhover.model.cluster.Groups;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: resource groups have what they ask for, and replicas are in them. Method: commands on small clusters. */
class GroupDecisionsTest {
    private static final String DEFAULT = ResourceGroup.DEFAULT_NAME;
    private static final Members SIX = Crowd.of("a", "b", "c", "d", "e", "f");

    private static Command update(String group, int requests, int limits) {
        return new Command.UpdateResourceGroups(Map.of(group, Config.of(requests, limits)));
    }

    private static Command transfer(String source, String target, int count) {
        return new Command.TransferNode(source, target, count);
    }

    private static Command replica(String source, String target, int count) {
        return new Command.TransferReplica("", "docs", source, target, count);
    }

    private static Command move(String from, String... targets) {
        List<MemberId> others = List.of(targets).stream().map(MemberId::new).toList();
        return new Command.MoveReaders("", "docs", new MemberId(from), others, List.of());
    }

    private static Deciding docs(Members members, int shards) {
        return new Deciding()
                .in(members)
                .with(
                        new Command.CreateCollection("", "docs", "", Samples.fields(), Samples.settings(shards)),
                        Samples.index("docs"));
    }

    private static List<String> in(Deciding deciding, Members members, String group) {
        return new Groups(deciding.catalog(), members)
                .readers(group).stream().map(member -> member.id().name()).toList();
    }

    private static List<String> readers(Deciding deciding, int shard) {
        return deciding.collection("docs").placement(shard).readers().stream()
                .map(MemberId::name)
                .toList();
    }

    private static void refused(Deciding deciding, Command command, ErrorCode code, String text) {
        assertThat(deciding.decide(command)).isInstanceOfSatisfying(Decision.Reject.class, reject -> {
            assertThat(reject.message()).contains(text);
            assertThat(reject.code()).isEqualTo(code);
        });
    }

    @Test
    void aGroupIsFilledUpFromTheDefaultOneAndGivesBackWhatIsAboveItsLimits() {
        Deciding deciding = new Deciding().in(SIX).with(Samples.group("x", 2, 3), Samples.group("y", 3, 3));
        assertThat(in(deciding, SIX, "x")).containsExactly("e", "f");
        assertThat(in(deciding, SIX, "y")).containsExactly("b", "c", "d");
        assertThat(in(deciding, SIX, DEFAULT)).containsExactly("a");
        deciding.with(update("y", 0, 1));
        assertThat(in(deciding, SIX, "y")).as("one stays, as the limit allows").hasSize(1);
        deciding.with(update("y", 0, 0), new Command.DropResourceGroup("y"));
        assertThat(in(deciding, SIX, "y")).isEmpty();
        assertThat(in(deciding, SIX, DEFAULT)).hasSize(4);
    }

    @Test
    void whoIsTakenFirstIsWhereTheConfigurationSays() {
        Deciding deciding = new Deciding().in(SIX).with(Samples.group("x", 0, 3), transfer(DEFAULT, "x", 2));
        deciding.with(update("x", 0, 3));
        deciding.with(
                new Command.CreateResourceGroup("y", new Config(1, 1, List.of("x"), List.of(), Map.of("k", "v"))));
        assertThat(in(deciding, SIX, "x")).hasSize(1);
        assertThat(in(deciding, SIX, DEFAULT)).hasSize(4);
        assertThat(deciding.catalog().resourceGroup("y").orElseThrow().config().nodeLabels())
                .isEqualTo(Map.of("k", "v"));
    }

    @Test
    void aMemberIsInTheGroupThatItNamesUntilItIsTransferred() {
        Members named = new Members(
                5,
                List.of(Crowd.member("a", false), Crowd.member("b", "fast", false), Crowd.member("c", "fast", false)));
        Deciding deciding = new Deciding().in(named).with(new Command.SettleResourceGroups());
        assertThat(in(deciding, named, "fast")).containsExactly("b", "c");
        assertThat(deciding.decide(new Command.SettleResourceGroups())).isInstanceOf(Decision.Already.class);
        deciding.with(Samples.group("x", 2, 2));
        assertThat(in(deciding, named, "x"))
                .as("those that name a group stay in it")
                .containsExactly("a");
        deciding.with(transfer("fast", DEFAULT, 1));
        assertThat(in(deciding, named, "fast")).containsExactly("b");
        assertThat(in(deciding, named, DEFAULT)).containsExactly("c");
        Members back = new Members(6, List.of(Crowd.member("c", "fast", false)));
        assertThat(in(deciding, back, DEFAULT)).as("also when it comes back").containsExactly("c");
    }

    @Test
    void aTransferMovesMembersAndTheConfigurationsFollow() {
        Deciding deciding = new Deciding().in(SIX).with(Samples.group("x", 0, 0), transfer(DEFAULT, "x", 2));
        assertThat(in(deciding, SIX, "x")).containsExactly("e", "f");
        assertThat(deciding.catalog().resourceGroup("x").orElseThrow().config()).isEqualTo(Config.of(2, 2));
        deciding.with(transfer("x", DEFAULT, 1));
        assertThat(in(deciding, SIX, "x")).hasSize(1);
        assertThat(deciding.catalog().resourceGroup("x").orElseThrow().config()).isEqualTo(Config.of(1, 1));
        assertThat(deciding.catalog().resourceGroup(DEFAULT).orElseThrow().config())
                .isEqualTo(Config.of(1, ResourceGroup.UNLIMITED));
    }

    @Test
    void transfersOfMembersAreRefusedAsMilvusDoes() {
        Deciding deciding = new Deciding().in(SIX).with(Samples.group("x", 0, 0));
        refused(deciding, transfer("x", "x", 1), ErrorCode.PARAMETER_INVALID, "should not be the same");
        refused(deciding, transfer(DEFAULT, "x", 0), ErrorCode.PARAMETER_INVALID, "[actual=invalid NumNode 0]");
        refused(deciding, transfer(DEFAULT, "z", 1), ErrorCode.RESOURCE_GROUP_NOT_FOUND, "[rg=z]");
        refused(
                deciding,
                transfer("x", DEFAULT, 1),
                ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH,
                "[rg=x][currentNodeNum=0][expectedNodeNum=1]");
        refused(
                new Deciding().with(Samples.group("x", 0, 1)),
                transfer(DEFAULT, "x", 1),
                ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH,
                "one process");
    }

    @Test
    void groupsAreRefusedAsMilvusDoes() {
        Deciding deciding = new Deciding().in(SIX).with(Samples.group("x", 1, 2));
        assertThat(deciding.decide(Samples.group("x", 1, 2))).isInstanceOf(Decision.Already.class);
        assertThat(deciding.decide(new Command.DropResourceGroup("z"))).isInstanceOf(Decision.Already.class);
        refused(deciding, Samples.group("x", 0, 2), ErrorCode.RESOURCE_GROUP_ALREADY_EXIST, "[rg=x]");
        refused(deciding, Samples.group("y", 2, 1), ErrorCode.RESOURCE_GROUP_ILLEGAL_CONFIG, "limits node num");
        refused(deciding, Samples.group("y", -1, 1), ErrorCode.RESOURCE_GROUP_ILLEGAL_CONFIG, "less than 0");
        refused(deciding, update("y", 0, 1), ErrorCode.RESOURCE_GROUP_NOT_FOUND, "[rg=y]");
        refused(deciding, new Command.DropResourceGroup("x"), ErrorCode.PARAMETER_INVALID, "limits node num is not 0");
        refused(deciding, new Command.DropResourceGroup(DEFAULT), ErrorCode.PARAMETER_INVALID, "not deletable");
        Config from = new Config(0, 1, List.of("x"), List.of(), Map.of());
        deciding.with(new Command.CreateResourceGroup("y", from), update("x", 0, 0));
        refused(
                deciding,
                new Command.DropResourceGroup("x"),
                ErrorCode.PARAMETER_INVALID,
                "used by y's `TransferFrom`");
        Config self = new Config(0, 1, List.of(), List.of("y"), Map.of());
        refused(
                deciding,
                new Command.UpdateResourceGroups(Map.of("y", self)),
                ErrorCode.RESOURCE_GROUP_ILLEGAL_CONFIG,
                "should not be itself");
    }

    @Test
    void thereIsALimitOfGroups() {
        CatalogLimits few = new CatalogLimits(1, 1, 1, 1, 1, 1, 8, 3);
        Deciding deciding = new Deciding(few).with(Samples.group("x", 0, 0), Samples.group("y", 0, 0));
        refused(deciding, Samples.group("z", 0, 0), ErrorCode.RESOURCE_GROUP_REACH_LIMIT, "[rg=z][limit=3]");
    }

    @Test
    void replicasAreReadInTheirGroups() {
        Deciding deciding = docs(SIX, 2).with(Samples.group("x", 2, 2), Samples.load("docs", 2, "x", DEFAULT));
        for (int shard = 0; shard < 2; shard++) {
            assertThat(readers(deciding, shard))
                    .hasSize(2)
                    .filteredOn(List.of("e", "f")::contains)
                    .hasSize(1);
        }
        refused(
                deciding,
                Samples.load("docs", 3, "x"),
                ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH,
                "[rg=x][currentNodeNum=2][expectedNodeNum=3]");
        refused(
                deciding.with(update("x", 0, 0)),
                new Command.DropResourceGroup("x"),
                ErrorCode.PARAMETER_INVALID,
                "some replicas still loaded in resource group[x], release it first");
    }

    @Test
    void whatIsLoadedGetsMoreReplicasByALoadOrByAProperty() {
        Deciding deciding = docs(SIX, 1).with(Samples.load("docs", 1), Samples.load("docs", 2));
        Collection docs = deciding.collection("docs");
        assertThat(docs.load().replicaGroups()).containsExactly(DEFAULT, DEFAULT);
        deciding.with(
                Samples.group("x", 1, 1),
                new Command.AlterCollection(
                        "",
                        "docs",
                        Map.of("collection.replica.number", "1", "collection.resource_groups", "x"),
                        List.of()));
        assertThat(deciding.collection("docs").load().replicaGroups()).containsExactly("x");
        assertThat(deciding.decide(Samples.load("docs", 0))).isInstanceOf(Decision.Already.class);
        deciding.with(Samples.release("docs"), Samples.load("docs", 0));
        assertThat(deciding.collection("docs").load().replicaGroups())
                .as("the property")
                .containsExactly("x");
    }

    @Test
    void aDatabaseSaysHowItsCollectionsAreLoaded() {
        Deciding deciding = docs(SIX, 1)
                .with(
                        new Command.AlterDatabase("default", Map.of("database.replica.number", "3"), List.of()),
                        Samples.load("docs", 0));
        assertThat(readers(deciding, 0)).hasSize(3);
        deciding.with(new Command.AlterDatabase("default", Map.of("database.replica.number", "many"), List.of()));
        refused(
                deciding.with(Samples.release("docs")),
                Samples.load("docs", 0),
                ErrorCode.PARAMETER_INVALID,
                "database.replica.number is no number: many");
    }

    @Test
    void replicasAreTransferredAsFarAsThereAreReaders() {
        Deciding deciding = docs(SIX, 1).with(Samples.group("x", 1, 1), Samples.load("docs", 2));
        refused(deciding, replica(DEFAULT, "z", 1), ErrorCode.RESOURCE_GROUP_NOT_FOUND, "the target resource group[z]");
        refused(deciding, replica(DEFAULT, DEFAULT, 1), ErrorCode.PARAMETER_INVALID, "should not be the same");
        refused(deciding, replica(DEFAULT, "x", 0), ErrorCode.PARAMETER_INVALID, "NumReplica > 0");
        refused(deciding, replica("x", DEFAULT, 1), ErrorCode.PARAMETER_INVALID, "only found [0] replicas");
        refused(deciding, replica(DEFAULT, "x", 2), ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH, "[rg=x]");
        deciding.with(replica(DEFAULT, "x", 1));
        assertThat(deciding.collection("docs").load().replicaGroups()).containsExactly(DEFAULT, "x");
    }

    @Test
    void readersAreMovedOnlyWhereBalancingLeavesThem() {
        Members two = Crowd.of("a", "b");
        Deciding deciding = docs(Crowd.of("a"), 3).with(Samples.load("docs", 1)).in(two);
        deciding.with(move("a", "b"));
        assertThat(readers(deciding, 0)).containsExactly("a", "b");
        refused(deciding, move("c"), ErrorCode.NODE_NOT_FOUND, "source node not found in any replica");
        refused(deciding, move("a", "c"), ErrorCode.NODE_NOT_FOUND, "destination node not found in the same replica");
        refused(docs(two, 2).with(Samples.load("docs", 1)), move("a", "b"), ErrorCode.PARAMETER_INVALID, "balancing");
        refused(docs(two, 2), move("a", "b"), ErrorCode.COLLECTION_NOT_LOADED, "docs");
    }

    @Test
    void inOneProcessThereIsTheDefaultGroup() {
        Deciding deciding = docs(Members.NONE, 1).with(Samples.group("x", 0, 1), Samples.load("docs", 1, DEFAULT));
        assertThat(deciding.catalog().resourceGroup(DEFAULT)).contains(ResourceGroup.DEFAULT);
        refused(deciding, replica(DEFAULT, "x", 1), ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH, "[rg=x]");
        assertThat(new Groups(deciding.catalog(), Members.NONE).exists(Member.DEFAULT_GROUP))
                .isTrue();
    }
}
