package io.windhover.simulation.mutation;

import io.windhover.embedded.Wiring;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.runtime.Runtime;
import io.windhover.simulation.network.Between;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bugs of the catalog, and of those who follow it or change it. */
final class CoordinatorBugs {
    private CoordinatorBugs() {}

    /** What becomes of one command. */
    interface Submit {
        CommandResult answer(CoordinatorRole behind, Command command, RequestId request);
    }

    /** Changes what {@code caller} submits. */
    static Wiring submits(Wiring.Caller caller, Submit submit) {
        return coordinator(
                caller,
                behind -> Between.put(
                        CoordinatorRole.class,
                        behind,
                        (method, arguments, next) -> method.equals("submit")
                                ? submit.answer(behind, (Command) arguments[0], (RequestId) arguments[1])
                                : next.with(arguments)));
    }

    /** What stands between a caller and the coordinator. */
    interface Around {
        CoordinatorRole of(CoordinatorRole behind);
    }

    /** Puts something between one caller and the coordinator. */
    static Wiring coordinator(Wiring.Caller meant, Around around) {
        return new Wiring() {
            @Override
            public CoordinatorRole coordinator(Caller caller, CoordinatorRole behind) {
                return caller == meant ? around.of(behind) : behind;
            }
        };
    }

    /** A cache of the catalog is refreshed after a while, whatever was answered meanwhile. */
    static Wiring cached(Wiring.Caller caller, Runtime runtime, Duration age) {
        Catalog[] cache = new Catalog[1];
        long[] untilNs = new long[1];
        return coordinator(
                caller,
                behind -> Between.put(CoordinatorRole.class, behind, (method, arguments, next) -> {
                    if (!method.equals("catalog")) {
                        return next.with(arguments);
                    }
                    if (cache[0] == null || runtime.monotonicNs() > untilNs[0]) {
                        cache[0] = behind.catalog();
                        untilNs[0] = runtime.monotonicNs() + age.toNanos();
                    }
                    return cache[0];
                }));
    }

    /** Ids begin anew after a restart. */
    static Wiring idsBeginAnew() {
        long[] next = {1_000_000};
        return coordinator(
                Wiring.Caller.NODE,
                behind -> Between.put(CoordinatorRole.class, behind, (method, arguments, real) -> {
                    if (!method.equals("allocateIds")) {
                        return real.with(arguments);
                    }
                    int count = (int) arguments[0];
                    next[0] += count;
                    return new io.windhover.model.role.IdWindow(next[0] - count, count);
                }));
    }

    /** Every sweep changes the catalog, though there is nothing to do. */
    static Wiring workWithoutEnd() {
        long[] works = new long[1];
        return coordinator(
                Wiring.Caller.SWEEP,
                behind -> Between.put(CoordinatorRole.class, behind, (method, arguments, next) -> {
                    if (method.equals("catalog")) {
                        works[0]++;
                        Map<String, String> set = Map.of("work", Long.toString(works[0]));
                        behind.submit(
                                new Command.AlterDatabase("default", set, List.of()), new RequestId("work" + works[0]));
                    }
                    return next.with(arguments);
                }));
    }

    /** A failed call of the coordinator ends the caller. */
    static Wiring lostCallsAreFatal() {
        return submits(Wiring.Caller.NODE, (behind, command, request) -> {
            try {
                return behind.submit(command, request);
            } catch (DatabaseException failure) {
                throw new IllegalStateException("cannot reach the coordinator", failure);
            }
        });
    }

    /** A drop of a partition is refused because of its neighbours. */
    static Wiring dropsLookAtNeighbours() {
        return submits(Wiring.Caller.PROXY, (behind, command, request) -> {
            if (command instanceof Command.DropPartitions drop
                    && collection(behind, drop.database(), drop.collection())
                            .filter(found -> found.load().isLoaded())
                            .isPresent()) {
                throw DatabaseException.invalid("partition cannot be dropped, collection is loaded");
            }
            return behind.submit(command, request);
        });
    }

    /** What is being dropped counts toward the limit of partitions. */
    static Wiring droppedCountTowardLimits() {
        return submits(Wiring.Caller.PROXY, (behind, command, request) -> {
            if (command instanceof Command.CreatePartitions create
                    && collection(behind, create.database(), create.collection())
                            .filter(found -> found.partitions().size()
                                    > found.partitionNames().size() + 1)
                            .isPresent()) {
                throw DatabaseException.invalid("partition number exceeds max configuration");
            }
            return behind.submit(command, request);
        });
    }

    private static Optional<Collection> collection(CoordinatorRole behind, String database, String name) {
        try {
            return Optional.of(behind.catalog().requireCollection(database, name));
        } catch (DatabaseException absent) {
            return Optional.empty();
        }
    }

    /** Creating a partition waits while its collection is loaded. */
    static Wiring ddlWaitsForData(Runtime runtime) {
        return submits(Wiring.Caller.PROXY, (behind, command, request) -> {
            if (command instanceof Command.CreatePartitions create
                    && collection(behind, create.database(), create.collection())
                            .filter(found -> found.load().isLoaded())
                            .isPresent()) {
                runtime.sleep(Duration.ofMinutes(4));
            }
            return behind.submit(command, request);
        });
    }

    /** A refused command is tried again and again, and who sent it waits. */
    static Wiring refusedIsRepeated(Runtime runtime) {
        return submits(Wiring.Caller.PROXY, (behind, command, request) -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    return behind.submit(command, new RequestId(request.value() + attempt));
                } catch (DatabaseException failure) {
                    if (failure.code().blame() != ErrorCode.Blame.USER || attempt == 250) {
                        throw failure;
                    }
                    runtime.sleep(Duration.ofSeconds(1));
                }
            }
        });
    }

    /** A command is answered when it is taken, not when it is durable. */
    static Wiring answeredWhenTaken(Runtime runtime) {
        return submits(Wiring.Caller.PROXY, (behind, command, request) -> {
            runtime.fork("late command", () -> {
                try {
                    runtime.sleep(Duration.ofMillis(2));
                    behind.submit(command, request);
                } catch (DatabaseException unseen) {
                    // Nobody waits for it any more: that is the bug.
                }
            });
            return new CommandResult(behind.catalog().version(), 0, true);
        });
    }

    /** A drop of a partition is answered and not done. */
    static Wiring dropIsForgotten() {
        int[] drops = new int[1];
        return submits(
                Wiring.Caller.PROXY,
                (behind, command, request) -> command instanceof Command.DropPartitions && ++drops[0] % 7 == 0
                        ? new CommandResult(behind.catalog().version(), 0, true)
                        : behind.submit(command, request));
    }
}
