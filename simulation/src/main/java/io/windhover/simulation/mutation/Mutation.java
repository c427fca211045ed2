package io.windhover.simulation.mutation;

import io.windhover.embedded.Wiring;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.Network;
import io.windhover.simulation.database.Bug;
import io.windhover.simulation.database.Scene;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A deliberate bug, the promise it breaks and the scene that must notice it. */
public enum Mutation {
    /** The disk forgets. */
    LOG_IS_NOT_FORCED("P3", "a write is acknowledged before its log is forced", "wal"),
    /** The disk forgets metadata. */
    JOURNAL_IS_NOT_FORCED("P1, P3", "a DDL is answered before the journal is forced", "meta"),
    /** The disk forgets segments. */
    FILES_ARE_NOT_FORCED("P3", "segment files are named before they are forced", "objects"),
    /** Logs leak. */
    LOGS_ARE_KEPT("P5", "logs are neither trimmed nor deleted", r -> PortBugs.logsAreKept()),
    /** The replay is short. */
    REPLAY_SKIPS_LAST("P3", "a replay ends one record early", r -> PortBugs.replaySkipsLast()),
    /** Files leak. */
    FILES_ARE_KEPT("P5", "files of what was dropped stay", r -> PortBugs.filesAreKept()),
    /** Keys leak. */
    KEYS_ARE_KEPT("P5, P1", "metadata of what was dropped stays", r -> PortBugs.keysAreKept()),
    /** Metadata is torn. */
    TRANSACTIONS_ARE_TORN("P1", "a metadata transaction of many keys loses one", r -> PortBugs.transactionsAreTorn()),
    /** A stale cache in the front. */
    PROXY_CACHE_IS_STALE(
            "P2",
            "the front's catalog is up to 50 ms old after an answer",
            r -> CoordinatorBugs.cached(Wiring.Caller.PROXY, r, Duration.ofMillis(50))),
    /** A stale cache in the node. */
    NODE_CACHE_IS_STALE(
            "P2",
            "the node's catalog is up to 50 ms old",
            r -> CoordinatorBugs.cached(Wiring.Caller.NODE, r, Duration.ofMillis(50))),
    /** Ids come again. */
    IDS_BEGIN_ANEW("P1", "segment ids begin anew after a restart", r -> CoordinatorBugs.idsBeginAnew()),
    /** Work for nothing. */
    WORK_WITHOUT_END("P5", "empty work is repeated for ever", r -> CoordinatorBugs.workWithoutEnd()),
    /** A worker dies with the coordinator. */
    LOST_CALLS_ARE_FATAL(
            "P4",
            "a worker dies when the coordinator cannot be reached",
            Scene.DDL_BAD_DISK,
            r -> CoordinatorBugs.lostCallsAreFatal()),
    /** Partitions hinder each other. */
    DROPS_LOOK_AT_NEIGHBOURS(
            "P8",
            "a released partition cannot be dropped while others are loaded",
            r -> CoordinatorBugs.dropsLookAtNeighbours()),
    /** Tombstones count. */
    DROPPED_COUNT_TOWARD_LIMITS(
            "P5",
            "dropped partitions count toward the limit",
            Scene.DDL,
            r -> CoordinatorBugs.droppedCountTowardLimits()),
    /** DDL waits. */
    DDL_WAITS_FOR_DATA("P8", "creating a partition waits for a load", CoordinatorBugs::ddlWaitsForData),
    /** A command is never given up. */
    REFUSED_IS_REPEATED("P7", "a refused command is repeated for ever", Scene.DDL, CoordinatorBugs::refusedIsRepeated),
    /** An early answer. */
    ANSWERED_WHEN_TAKEN("P1, P2", "a DDL is answered before it is done", CoordinatorBugs::answeredWhenTaken),
    /** A lost drop. */
    DROP_IS_FORGOTTEN("P1", "a drop is answered and not done", r -> CoordinatorBugs.dropIsForgotten()),
    /** A flush loses deletes. */
    FLUSH_FORGETS_DELETES("P3", "a flush forgets the deletes", r -> StorageBugs.flushForgetsDeletes()),
    /** A flush loses rows. */
    FLUSH_FORGETS_SEGMENT("P3", "a flush forgets one of its segments", r -> StorageBugs.flushForgetsSegment()),
    /** A flush revives rows. */
    FLUSH_IGNORES_OWNER(
            "P3", "a flush commits rows of a dropped partition", Scene.DDL, r -> StorageBugs.flushIgnoresOwner()),
    /** A compaction meets a drop. */
    COMPACTION_IGNORES_OWNER(
            "P3",
            "a compaction commits rows of a dropped partition",
            Scene.DDL,
            r -> StorageBugs.compactionIgnoresOwner()),
    /** A compaction doubles rows. */
    COMPACTION_KEEPS_INPUTS("P9", "a compaction leaves its inputs in place", r -> StorageBugs.compactionKeepsInputs()),
    /** A compaction loses rows. */
    COMPACTION_LOSES_OUTPUT("P3", "a compaction loses its output", r -> StorageBugs.compactionLosesOutput()),
    /** A write is repeated. */
    WRITES_ACT_TWICE("P1, P9", "a write that was done is sent again", r -> RoleBugs.writesActTwice()),
    /** Half an upsert. */
    UPSERT_KEEPS_OLD("P9", "an upsert leaves the old row", r -> RoleBugs.upsertKeepsOld()),
    /** The other half. */
    UPSERT_IS_TORN("P3", "an upsert removes the old row and loses the new one", r -> RoleBugs.upsertIsTorn()),
    /** Deletes come late. */
    NEW_DELETES_ARE_IGNORED("P9", "deletes in no file yet are not applied", r -> RoleBugs.newDeletesAreIgnored()),
    /** A gap between flush and load. */
    READERS_COVER_TOO_MUCH(
            "P9", "rows between flush and load are in neither part of a read", r -> RoleBugs.readersCoverTooMuch()),
    /** A partial answer. */
    ONE_SHARD_IS_ASKED("P9", "one shard answers for all", r -> RoleBugs.oneShardIsAskedForAll()),
    /** An index of the wrong width. */
    FILTERS_LOSE_ROWS("P6", "a filter loses a row", r -> RoleBugs.filtersLoseRows()),
    /** Half a move. */
    ALIAS_MOVES_IN_TWO_STEPS(
            "P1", "an alias is moved by a drop and a create", Scene.DDL, NameBugs::aliasMovesInTwoSteps),
    /** A race between looking and acting. */
    NAMES_ARE_RESOLVED_EARLY(
            "P1",
            "a name is looked up before the commit, in an older catalog",
            Scene.DDL,
            NameBugs::namesAreResolvedEarly),
    /** An id comes again. */
    PARTITION_IDS_COME_AGAIN(
            "P1",
            "a partition created again has the id of the one before",
            Scene.DDL,
            r -> NameBugs.partitionIdsComeAgain()),
    /** A lost release. */
    RELEASE_IS_FORGOTTEN("P1", "a release is answered and not done", Scene.DDL, r -> NameBugs.releaseIsForgotten()),
    /** A doubled command. */
    REQUEST_IDS_ARE_IGNORED(
            "P1", "a command that arrives twice acts twice", Scene.LOST_ANSWERS, r -> NameBugs.requestIdsAreIgnored()),
    /** A doubled command that was refused. */
    REFUSALS_ARE_NOT_REMEMBERED(
            "P1",
            "a refused command acts when it arrives again",
            Scene.LOST_ANSWERS,
            r -> NameBugs.refusalsAreNotRemembered()),
    /** A count of references that never comes back to nothing. */
    READERS_ARE_NEVER_DONE("P5", "a dropped collection counts as read for ever", r -> NameBugs.readersAreNeverDone()),
    /** An early answer in a cluster. */
    WITNESSES_ARE_NOT_ASKED(
            "P2",
            "a DDL is answered before all members act on it",
            r -> Wiring.DIRECT,
            ClusterBugs::witnessesAreNotAsked),
    /** A write after an unknown outcome. */
    APPENDS_ARE_REPEATED(
            "P1, P9", "a write without an answer is sent again", r -> Wiring.DIRECT, ClusterBugs::appendsAreRepeated),
    /** An answer that nobody gave. */
    UNANSWERED_WRITES_COUNT(
            "P3", "a write without an answer is acknowledged", r -> Wiring.DIRECT, ClusterBugs::unansweredWritesCount),
    /** A number twice. */
    WINDOWS_OF_IDS_OVERLAP(
            "P1", "numbers are given to two processes", r -> Wiring.DIRECT, ClusterBugs::windowsOfIdsOverlap),
    /** Two leaders. */
    SEVERAL_LEAD("P1, P2", "several coordinators lead", r -> ClusterBugs.severalLead(), n -> n),
    /** A gap in what is followed. */
    FOLLOWERS_SKIP_CHANGES(
            "P2", "a follower loses changes of a version", r -> ClusterBugs.followersSkipChanges(), n -> n);

    private final String promise;
    private final String sentence;
    private final Scene scene;
    private final String unforced;
    private final Function<Runtime, Wiring> wiring;
    private final UnaryOperator<Network> network;

    Mutation(String promise, String sentence, String unforced) {
        this(promise, sentence, Scene.STANDALONE, unforced, runtime -> Wiring.DIRECT, network -> network);
    }

    Mutation(String promise, String sentence, Function<Runtime, Wiring> wiring) {
        this(promise, sentence, Scene.STANDALONE, "", wiring, network -> network);
    }

    Mutation(String promise, String sentence, Scene scene, Function<Runtime, Wiring> wiring) {
        this(promise, sentence, scene, "", wiring, network -> network);
    }

    Mutation(String promise, String sentence, Function<Runtime, Wiring> wiring, UnaryOperator<Network> network) {
        this(promise, sentence, Scene.CLUSTER, "", wiring, network);
    }

    Mutation(
            String promise,
            String sentence,
            Scene scene,
            String unforced,
            Function<Runtime, Wiring> wiring,
            UnaryOperator<Network> network) {
        this.promise = promise;
        this.sentence = sentence;
        this.scene = scene;
        this.unforced = unforced;
        this.wiring = wiring;
        this.network = network;
    }

    /** Returns the numbers of the promises it breaks. */
    public String promise() {
        return promise;
    }

    /** Returns what is wrong, in words. */
    public String sentence() {
        return sentence;
    }

    /** Returns the scene that must notice it. */
    public Scene scene() {
        return scene;
    }

    /** Returns the name by which tables call it. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns it as a storm takes it. */
    public Bug bug() {
        return new Bug() {
            @Override
            public Disk disk(Disk disk) {
                return unforced.isEmpty() ? disk : DiskBugs.unforced(disk, unforced);
            }

            @Override
            public Wiring wiring(Runtime runtime) {
                return wiring.apply(runtime);
            }

            @Override
            public Network network(Network behind) {
                return network.apply(behind);
            }
        };
    }
}
