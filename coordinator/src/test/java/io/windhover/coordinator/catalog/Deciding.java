package io.windhover.coordinator.catalog;

import io.windhover.model.CollectionId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Database;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command;
import java.util.Map;

/** A catalog that commands are decided on one after another, without store or fiber. */
final class Deciding {
    private final CatalogLimits limits;
    private Members members = Members.NONE;
    private CatalogState state;
    private long nextId = 100;
    private long clock = 1_000;

    Deciding() {
        this(CatalogLimits.DEFAULT);
    }

    Deciding(CatalogLimits limits) {
        this.limits = limits;
        Database database = new Database(Database.DEFAULT_ID, Database.DEFAULT_NAME, Map.of(), new Timestamp(1));
        this.state =
                CatalogState.EMPTY.with(new CatalogChange.DatabasePut(database)).atVersion(1);
    }

    /** Goes on in a cluster with such members. */
    Deciding in(Members present) {
        members = present;
        return this;
    }

    /** Decides and, if it is a commit, goes on from there. */
    Decision decide(Command command) {
        Decision decision = CatalogDecider.decide(
                state, command, new DecisionContext(nextId, new Timestamp(clock++), limits, members));
        if (decision instanceof Decision.Commit commit) {
            state = commit.next();
            nextId = commit.nextId();
        }
        return decision;
    }

    Deciding with(Command... commands) {
        for (Command command : commands) {
            if (decide(command) instanceof Decision.Reject reject) {
                throw new AssertionError(command + ": " + reject.message());
            }
        }
        return this;
    }

    CatalogState state() {
        return state;
    }

    Catalog catalog() {
        return state.catalog();
    }

    Collection collection(String name) {
        return catalog().requireCollection("", name);
    }

    CollectionId id(String name) {
        return collection(name).id();
    }

    long partition(String collection, String name) {
        return collection(collection).partition(name).orElseThrow().id().value();
    }
}
