package io.windhover.proxy.route;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.RequestId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.TimeToLive;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.QueryRole;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.Limits;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The roles a proxy calls and how it calls them.
 *
 * @param runtime     ground
 * @param coordinator decides
 * @param data        owns shards
 * @param query       answers reads
 * @param limits      of what users may ask
 * @param timeout     of one request's fan-out
 * @param members     who is there; {@link Members#NONE} for a database in one process
 */
public record Roles(
        Runtime runtime,
        CoordinatorRole coordinator,
        DataRole data,
        QueryRole query,
        Limits limits,
        Duration timeout,
        Supplier<Members> members) {
    private static final int REFRESHES_MAX = 5;

    /** Submits a command of a user under a fresh request id. */
    public CommandResult submit(Command command) {
        String id = Long.toHexString(runtime.random(Long.MAX_VALUE)) + Long.toHexString(runtime.random(Long.MAX_VALUE));
        return coordinator.submit(command, new RequestId(id));
    }

    /** Returns a number for what a request draws by chance. */
    public long seed() {
        return runtime.random(Long.MAX_VALUE);
    }

    /** Returns the catalog that this request works with. */
    public Catalog catalog() {
        return coordinator.catalog();
    }

    /** Resolves a collection in the newest catalog. */
    public Collection require(CollectionRef ref) {
        return catalog().requireCollection(ref.database(), ref.name());
    }

    /** Returns the time up to which rows of a collection are expired for a read that starts now. */
    public Timestamp expiredUpTo(Collection collection) {
        return TimeToLive.expiredUpTo(collection.settings().properties(), runtime.epochMs());
    }

    /** Resolves partition names, none = all active ones. */
    public static List<Partition> partitions(Collection collection, List<String> names) {
        if (names.isEmpty()) {
            return collection.activePartitions().toList();
        }
        return names.stream()
                .distinct()
                .map(name -> Catalog.requirePartition(collection, name))
                .toList();
    }

    /** Runs {@code body}, again while it fails because something was read from an old catalog or view. */
    public <T> T refreshing(Supplier<T> body) {
        for (int attempt = 1; ; attempt++) {
            try {
                return body.get();
            } catch (DatabaseException e) {
                if (e.code().retry() != ErrorCode.Retry.AFTER_REFRESH || attempt == REFRESHES_MAX) {
                    throw e;
                }
                runtime.sleep(Duration.ofMillis(attempt));
            }
        }
    }

    /** Asks every shard at once and returns the answers in order of the shards; the first failure ends all. */
    public <T> List<T> fanOut(Collection collection, String what, Function<ShardId, T> ask) {
        int shards = collection.settings().shardCount();
        if (shards == 1) {
            return List.of(ask.apply(new ShardId(collection.id(), 0)));
        }
        List<Promise<T>> answers = new ArrayList<>();
        try (TaskScope scope = runtime.scope(what, timeout)) {
            for (int number = 0; number < shards; number++) {
                ShardId shard = new ShardId(collection.id(), number);
                answers.add(scope.fork(what + "-" + number, () -> ask.apply(shard)));
            }
            scope.join();
            return answers.stream().map(Promise::await).toList();
        }
    }
}
