package io.windhover.simulation.mutation;

import io.windhover.cluster.call.Answer;
import io.windhover.cluster.call.DataCall;
import io.windhover.cluster.call.MemberCall;
import io.windhover.coordinator.leadership.Leadership;
import io.windhover.embedded.Wiring;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Timestamp;
import io.windhover.model.role.IdWindow;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Condition;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.Network;
import io.windhover.simulation.network.Between;
import java.util.List;

/** Bugs between the processes of a cluster: in who may do what, and in who has heard of it. */
final class ClusterBugs {
    /** One drop of a change in so many. */
    private static final int SKIPPED_ONCE_IN = 10;

    private ClusterBugs() {}

    private static Network network(Network behind, Between.Change change) {
        return Between.put(
                Network.class,
                behind,
                (method, arguments, next) ->
                        method.equals("call") ? change.answer(method, arguments, next) : next.with(arguments));
    }

    /** A change is answered when it is durable, whoever has not heard of it. */
    static Network witnessesAreNotAsked(Network behind) {
        return network(
                behind,
                (method, arguments, next) -> arguments[1] instanceof MemberCall.AwaitVersion asked
                        ? new Answer.Version(asked.version())
                        : next.with(arguments));
    }

    /** A write that was not answered is sent again, though it may have been done. */
    static Network appendsAreRepeated(Network behind) {
        return network(behind, (method, arguments, next) -> {
            try {
                return next.with(arguments);
            } catch (DatabaseException failure) {
                if (arguments[1] instanceof DataCall.Append && isUnknown(failure)) {
                    return next.with(arguments);
                }
                throw failure;
            }
        });
    }

    private static boolean isUnknown(DatabaseException failure) {
        return failure.code() == ErrorCode.DEADLINE_EXCEEDED || failure.code() == ErrorCode.SERVICE_UNAVAILABLE;
    }

    /** A write that was sent is acknowledged, whether or not its owner was reached. */
    static Network unansweredWritesCount(Network behind) {
        Timestamp[] newest = {Timestamp.ZERO};
        return network(behind, (method, arguments, next) -> {
            try {
                Object answer = next.with(arguments);
                if (answer instanceof Timestamp at) {
                    newest[0] = at;
                }
                return answer;
            } catch (DatabaseException failure) {
                boolean counts = arguments[1] instanceof DataCall.Append
                        && (isUnknown(failure) || failure.code() == ErrorCode.NODE_OFFLINE);
                if (counts) {
                    return newest[0];
                }
                throw failure;
            }
        });
    }

    /** Numbers that one process was given are given to the next one too. */
    static Network windowsOfIdsOverlap(Network behind) {
        return network(behind, (method, arguments, next) -> {
            Object answer = next.with(arguments);
            return answer instanceof IdWindow window
                    ? new IdWindow(window.first() - window.first() % (8L * window.count()), window.count())
                    : answer;
        });
    }

    private static Wiring meta(Between.Change change) {
        return new Wiring() {
            @Override
            public MetaStore meta(MetaStore behind) {
                return Between.put(MetaStore.class, behind, change);
            }
        };
    }

    /** Whoever wants to lead leads, and acts whatever another one has changed before. */
    static Wiring severalLead() {
        return meta((method, arguments, next) -> {
            if (!method.equals("transact")) {
                return next.with(arguments);
            }
            @SuppressWarnings("unchecked") // the method's own type
            List<Condition> conditions = (List<Condition>) arguments[0];
            boolean ofLeader = conditions.stream()
                    .anyMatch(condition -> condition.key().equals(Leadership.KEY)
                            || condition.key().startsWith("catalog/"));
            return next.with(ofLeader ? List.of() : conditions, arguments[1]);
        });
    }

    /** Of the changes of one version of the catalog some are not taken, though the version is. */
    static Wiring followersSkipChanges() {
        int[] count = new int[1];
        return meta((method, arguments, next) ->
                method.equals("watch") && arguments[0].toString().startsWith("catalog/")
                        ? next.with(arguments[0], arguments[1], skipping((MetaStore.Watcher) arguments[2], count))
                        : next.with(arguments));
    }

    private static MetaStore.Watcher skipping(MetaStore.Watcher watcher, int[] count) {
        return new MetaStore.Watcher() {
            @Override
            public void changed(long version, List<Event> events) {
                boolean skips = ++count[0] % SKIPPED_ONCE_IN == 0 && events.size() > 2;
                watcher.changed(
                        version,
                        events.stream()
                                .filter(event -> !skips || isOfVersion(event.key()))
                                .toList());
            }

            @Override
            public void interrupted(long lastDeliveredVersion) {
                watcher.interrupted(lastDeliveredVersion);
            }
        };
    }

    private static boolean isOfVersion(String key) {
        return key.startsWith("catalog/head") || key.startsWith("catalog/request");
    }
}
