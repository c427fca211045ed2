package io.windhover.simulation.mutation;

import io.windhover.cluster.call.Answer;
import io.windhover.cluster.call.CoordinatorCall;
import io.windhover.cluster.call.DataCall;
import io.windhover.cluster.call.MemberCall;
import io.windhover.cluster.call.QueryCall;
import io.windhover.coordinator.membership.MemberKeys;
import io.windhover.embedded.Wiring;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.role.Command;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Condition;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.Network;
import io.windhover.runtime.port.Wal;
import io.windhover.simulation.network.Between;
import java.util.List;
import java.util.Optional;

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

    /** A reader is said to serve a shard that it has only been told of. */
    static Network readersAreReadyEarly(Network behind) {
        return network(behind, (method, arguments, next) -> switch (arguments[1]) {
            case MemberCall.Ready asked -> new Answer.Shards(asked.shards());
            case QueryCall.Ready asked -> new Answer.Shards(asked.shards());
            default -> next.with(arguments);
        });
    }

    /** A write that was not answered is sent again, though it may have been done. */
    static Network appendsAreRepeated(Network behind) {
        return network(behind, (method, arguments, next) -> {
            try {
                return next.with(arguments);
            } catch (DatabaseException failure) {
                if (arguments[1] instanceof DataCall.Append && failure.code() == ErrorCode.DEADLINE_EXCEEDED) {
                    return next.with(arguments);
                }
                throw failure;
            }
        });
    }

    /** A flush is committed whoever owns the shard by then. */
    static Network flushesOfFormerOwnersCount(Network behind) {
        return network(
                behind,
                (method, arguments, next) -> arguments[1] instanceof CoordinatorCall.Submit asked
                                && asked.command() instanceof Command.SegmentsFlushed flushed
                        ? next.with(
                                arguments[0],
                                new CoordinatorCall.Submit(
                                        new Command.SegmentsFlushed(
                                                flushed.shard(),
                                                flushed.segments(),
                                                flushed.deltas(),
                                                flushed.checkpoint()),
                                        asked.requestId()),
                                arguments[2])
                        : next.with(arguments));
    }

    private static Wiring meta(Between.Change change) {
        return new Wiring() {
            @Override
            public MetaStore meta(MetaStore behind) {
                return Between.put(MetaStore.class, behind, change);
            }
        };
    }

    /** A process does not notice that its leases have ended. */
    static Wiring leasesNeverEnd() {
        return meta((method, arguments, next) -> {
            if (!method.equals("renewLease")) {
                return next.with(arguments);
            }
            try {
                next.with(arguments);
            } catch (DatabaseException unheard) {
                return true;
            }
            return true;
        });
    }

    /** A transaction acts whoever leads and whatever was changed before. */
    static Wiring formerLeadersAct() {
        return meta((method, arguments, next) -> {
            if (!method.equals("transact")) {
                return next.with(arguments);
            }
            @SuppressWarnings("unchecked") // the method's own type
            List<Condition> conditions = (List<Condition>) arguments[0];
            boolean ofCatalog =
                    conditions.stream().anyMatch(condition -> condition.key().startsWith("catalog/"));
            return next.with(ofCatalog ? List.of() : conditions, arguments[1]);
        });
    }

    private interface Delivery {
        /** Delivers the changes of one version. */
        void of(MetaStore.Watcher watcher, long version, List<Event> events);
    }

    private static Wiring watched(String prefix, Delivery delivery) {
        return meta((method, arguments, next) ->
                method.equals("watch") && arguments[0].toString().startsWith(prefix)
                        ? next.with(arguments[0], arguments[1], delivered((MetaStore.Watcher) arguments[2], delivery))
                        : next.with(arguments));
    }

    private static MetaStore.Watcher delivered(MetaStore.Watcher watcher, Delivery delivery) {
        return new MetaStore.Watcher() {
            @Override
            public void changed(long version, List<Event> events) {
                delivery.of(watcher, version, events);
            }

            @Override
            public void interrupted(long lastDeliveredVersion) {
                watcher.interrupted(lastDeliveredVersion);
            }
        };
    }

    /** Of the changes of one version of the catalog some are not taken, though the version is. */
    static Wiring followersSkipChanges() {
        int[] count = new int[1];
        return watched("catalog/", (watcher, version, events) -> {
            boolean skips = ++count[0] % SKIPPED_ONCE_IN == 0 && events.size() > 2;
            watcher.changed(
                    version,
                    skips
                            ? events.stream()
                                    .filter(event -> event.key().startsWith("catalog/head")
                                            || event.key().startsWith("catalog/request"))
                                    .toList()
                            : events);
        });
    }

    /** Who wants to leave counts as gone, so what it has is given to another in one step while it is still there. */
    static Wiring ownersMoveInOneStep() {
        return watched(
                "members/",
                (watcher, version, events) -> watcher.changed(
                        version,
                        events.stream().map(ClusterBugs::withoutDraining).toList()));
    }

    private static Event withoutDraining(Event event) {
        boolean drains = event.value().isPresent()
                && MemberKeys.decode(new MetaStore.Snapshot(
                                event.version(),
                                List.of(new MetaStore.Entry(
                                        event.key(), event.value().get(), event.version()))))
                        .all()
                        .getFirst()
                        .draining();
        return drains ? new Event(event.key(), Optional.empty(), event.version()) : event;
    }

    /** All owners of a shard open its log under the same epoch, so a former one takes it back. */
    static Wiring epochsAreEqual() {
        return new Wiring() {
            @Override
            public Wal wal(Wal behind) {
                return Between.put(
                        Wal.class,
                        behind,
                        (method, arguments, next) -> method.equals("openWriter")
                                ? next.with(arguments[0], Long.MAX_VALUE)
                                : next.with(arguments));
            }
        };
    }
}
