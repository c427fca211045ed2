package io.windhover.cluster.route;

import io.windhover.cluster.call.Call;
import io.windhover.cluster.call.Caller;
import io.windhover.cluster.call.CatalogSource;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.port.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a process needs to find others.
 *
 * @param network to them
 * @param catalog as this process follows it
 * @param members who is there, as this process follows it
 * @param self    this process
 * @param local   answers calls to this process without the network
 */
public record Route(
        Runtime runtime,
        Network network,
        CatalogSource catalog,
        Supplier<Members> members,
        MemberId self,
        Network.Endpoint local) {
    /**
     * Asks one member.
     *
     * @throws DatabaseException what it throws; NODE_OFFLINE if it is not there, so nothing was done; DEADLINE_EXCEEDED;
     *     SERVICE_UNAVAILABLE if it went before it answered
     */
    <A> A ask(MemberId member, Call call, Class<A> answer, Duration timeout) {
        if (member.equals(self)) {
            try (TaskScope scope = runtime.scope("call self", timeout)) {
                A result = answer.cast(local.answer(call));
                scope.join();
                return result;
            }
        }
        Member callee = members.get()
                .find(member)
                .orElseThrow(
                        () -> new DatabaseException(ErrorCode.NODE_OFFLINE, "member \"" + member + "\" is not there"));
        return new Caller(network).ask(callee.address(), call, answer, timeout, () -> requireThere(callee));
    }

    /** Throws if who is to give an answer has gone: one that is stopped or cut off says nothing. */
    private void requireThere(Member callee) {
        if (members.get()
                .find(callee.id())
                .filter(now -> now.incarnation() == callee.incarnation())
                .isEmpty()) {
            throw new DatabaseException(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "the lease of member \"" + callee.id() + "\" ended before it answered; it may have acted");
        }
    }

    /** Returns an active collection; throws COLLECTION_NOT_FOUND. */
    Collection collection(CollectionId id) {
        Catalog now = catalog.catalog();
        return now.collections()
                .find(id)
                .filter(Collection::isActive)
                .orElseThrow(() -> DatabaseException.of(ErrorCode.COLLECTION_NOT_FOUND, "collection", id));
    }

    /** Returns who is in charge of a shard now; throws COLLECTION_NOT_FOUND. */
    ShardPlacement placement(ShardId shard) {
        return collection(shard.collection()).placement(shard.number());
    }

    /** Returns the owner of a shard; throws NOT_OWNER while there is none. */
    MemberId owner(ShardId shard) {
        return placement(shard)
                .owner()
                .orElseThrow(() ->
                        new DatabaseException(ErrorCode.NOT_OWNER, "shard " + shard + " has no owner at the moment"));
    }

    /** Returns the shards of a collection. */
    static List<ShardId> shards(Collection collection) {
        return IntStream.range(0, collection.settings().shardCount())
                .mapToObj(number -> new ShardId(collection.id(), number))
                .toList();
    }

    /** Asks several things at the same time and returns all results in order; the first failure ends the others. */
    <T> List<T> all(String name, Duration timeout, List<Supplier<T>> bodies) {
        if (bodies.isEmpty()) {
            return List.of();
        }
        if (bodies.size() == 1) {
            return List.of(bodies.getFirst().get());
        }
        List<Promise<T>> promises = new ArrayList<>();
        try (TaskScope scope = runtime.scope(name, timeout)) {
            bodies.forEach(body -> promises.add(scope.fork(name, body)));
            scope.join();
            return promises.stream().map(Promise::await).toList();
        }
    }
}
