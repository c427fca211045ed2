package io.windhover.coordinator.placement;

import io.windhover.coordinator.witness.Witnesses;
import io.windhover.model.DatabaseException;
import io.windhover.model.MemberId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Runtime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Shards without an owner, and whether anybody may still believe to own them: that ends when everybody acts on a catalog
 * in which nobody does, and for an owner that is gone when it alone does or is still gone. Owned by one fiber; its waits
 * are fibers of their own, which send back what they waited for.
 */
final class Vacancies {
    private final Runtime runtime;
    private final Witnesses witnesses;
    private final Consumer<List<ShardId>> emptied;
    private final Map<ShardId, Boolean> known = new TreeMap<>();
    private final List<Fiber> waits = new ArrayList<>();

    Vacancies(Runtime runtime, Witnesses witnesses, Consumer<List<ShardId>> emptied) {
        this.runtime = runtime;
        this.witnesses = witnesses;
        this.emptied = emptied;
    }

    /** Returns the shards that can be given away. */
    Set<ShardId> vacant() {
        Set<ShardId> vacant = new TreeSet<>();
        known.forEach((shard, isVacant) -> {
            if (isVacant) {
                vacant.add(shard);
            }
        });
        return vacant;
    }

    /**
     * Begins to wait for shards that have no owner in a version of the catalog.
     *
     * @param gone the owner before, by shard, where it is known and was not there any more
     */
    void await(List<ShardId> shards, long version, Map<ShardId, MemberId> gone) {
        Map<Optional<MemberId>, List<ShardId>> groups = new LinkedHashMap<>();
        for (ShardId shard : shards) {
            if (known.putIfAbsent(shard, Boolean.FALSE) == null) {
                groups.computeIfAbsent(Optional.ofNullable(gone.get(shard)), _ -> new ArrayList<>())
                        .add(shard);
            }
        }
        groups.forEach((only, group) -> waits.add(runtime.fork("vacancy", () -> await(only, group, version))));
    }

    private void await(Optional<MemberId> only, List<ShardId> group, long version) {
        try {
            if (only.isPresent()) {
                witnesses.awaitOf(only.get(), version);
            } else {
                witnesses.await(version);
            }
            emptied.accept(group);
        } catch (DatabaseException ended) {
            // This coordinator leads no more, and the next one waits anew.
            return;
        }
    }

    /** Notes that nobody believes to own some shards. */
    void emptied(List<ShardId> shards) {
        shards.forEach(shard -> known.computeIfPresent(shard, (_, _) -> Boolean.TRUE));
    }

    /** Forgets the shards that have an owner or are gone. */
    void forget(Catalog catalog) {
        known.keySet().removeIf(shard -> {
            Optional<Collection> collection = catalog.collections().find(shard.collection());
            return collection
                    .filter(Collection::isActive)
                    .filter(c -> c.placement(shard.number()).owner().isEmpty())
                    .isEmpty();
        });
        if (known.isEmpty()) {
            waits.clear();
        }
    }

    void end() {
        waits.forEach(Fiber::cancel);
    }
}
