package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Database;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.CommandResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One decision in the making: the catalog as changed so far, the changes, and the ids taken. Lives within one call of
 * {@link CatalogDecider#decide} and is never seen outside.
 */
final class Draft {
    private final DecisionContext context;
    private final long version;
    private final List<CatalogChange> changes = new ArrayList<>();
    private CatalogState state;
    private long nextId;

    Draft(CatalogState state, DecisionContext context) {
        this.context = context;
        this.version = state.catalog().version();
        this.state = state;
        this.nextId = context.nextId();
    }

    Catalog catalog() {
        return state.catalog();
    }

    CatalogTotals totals() {
        return state.totals();
    }

    CatalogLimits limits() {
        return context.limits();
    }

    Timestamp now() {
        return context.now();
    }

    Members members() {
        return context.members();
    }

    /** Returns the catalog version that this decision leads to if it changes anything. */
    long nextVersion() {
        return version + 1;
    }

    long takeId() {
        return nextId++;
    }

    void change(CatalogChange change) {
        state = state.with(change);
        changes.add(change);
    }

    /** Ends the decision: a commit if anything changed. */
    Decision done(long id) {
        if (changes.isEmpty()) {
            return already(id);
        }
        return new Decision.Commit(
                state.atVersion(nextVersion()), changes, new CommandResult(nextVersion(), id, true), nextId);
    }

    /** Ends the decision without a change. */
    Decision already(long id) {
        return new Decision.Already(new CommandResult(version, id, false));
    }

    /** Refuses to put more partitions into the catalog than it may hold. */
    void requireCapacity(long moreUnits) {
        long wanted = totals().capacityUnits() + moreUnits;
        if (wanted > limits().capacityUnits()) {
            DatabaseException base = DatabaseException.of(
                    ErrorCode.GENERAL_CAPACITY_EXCEEDED,
                    "newGeneralSize",
                    wanted,
                    "generalCapacity",
                    limits().capacityUnits());
            throw new DatabaseException(
                    base.code(),
                    "failed checking constraint: sum_collections(parition*shard) exceeding the max general capacity:: "
                            + base.getMessage());
        }
    }

    /** Refuses another collection in a database that is full. */
    void requireRoomForCollection(Database database) {
        int limit = Math.min(limits().collectionsPerDatabase(), collectionLimit(database));
        if (totals().collectionsIn(database.id()) >= limit
                || catalog().collectionNames().size() >= limits().collections()) {
            throw DatabaseException.of(
                    ErrorCode.COLLECTION_NUM_LIMIT_EXCEEDED,
                    "dbName",
                    database.name(),
                    "limit",
                    Math.min(limit, limits().collections()));
        }
    }

    private int collectionLimit(Database database) {
        String own = database.properties().get("database.max.collections");
        try {
            return own == null ? Integer.MAX_VALUE : Integer.parseInt(own);
        } catch (NumberFormatException _) {
            return Integer.MAX_VALUE;
        }
    }

    /** Returns properties with some set and some removed, in order. */
    static SequencedMap<String, String> merged(Map<String, String> before, Map<String, String> set, List<String> drop) {
        SequencedMap<String, String> after = new LinkedHashMap<>(before);
        after.putAll(set);
        drop.forEach(after::remove);
        return after;
    }

    /** Returns the failure of touching what is loaded. */
    static DatabaseException loaded(Collection collection, String message) {
        DatabaseException base = DatabaseException.of(ErrorCode.COLLECTION_LOADED, "collection", collection.name());
        return new DatabaseException(base.code(), message + ": " + base.getMessage());
    }
}
