package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.DatabaseGone;
import io.windhover.coordinator.catalog.CatalogChange.DatabasePut;
import io.windhover.model.DatabaseException;
import io.windhover.model.DatabaseId;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Database;
import io.windhover.model.role.Command;
import java.util.Map;
import java.util.Optional;

/** Creates, drops and alters databases. */
final class DatabaseDecisions {
    private DatabaseDecisions() {}

    static Decision create(Draft draft, Command.CreateDatabase command) {
        if (command.database().isEmpty()) {
            throw DatabaseException.of(ErrorCode.DATABASE_INVALID_NAME, "database", command.database());
        }
        if (draft.catalog().databaseNames().contains(command.database())) {
            throw DatabaseException.invalid("database already exist: %s", command.database());
        }
        // The default database does not count.
        if (draft.catalog().databases().size() > draft.limits().databases()) {
            throw DatabaseException.of(
                    ErrorCode.DATABASE_NUM_LIMIT_EXCEEDED,
                    "limit",
                    draft.limits().databases());
        }
        DatabaseId id = new DatabaseId(draft.takeId());
        draft.change(new DatabasePut(new Database(id, command.database(), command.properties(), draft.now())));
        return draft.done(id.value());
    }

    static Decision drop(Draft draft, Command.DropDatabase command) {
        if (command.database().equals(Database.DEFAULT_NAME)
                || command.database().isEmpty()) {
            throw DatabaseException.invalid("can not drop default database");
        }
        Optional<DatabaseId> id = draft.catalog().databaseNames().find(command.database());
        if (id.isEmpty()) {
            return draft.already(0);
        }
        if (draft.totals().collectionsIn(id.get()) > 0) {
            throw DatabaseException.invalid(
                    "database:%s not empty, must drop all collections before drop database", command.database());
        }
        draft.change(new DatabaseGone(id.get()));
        return draft.done(0);
    }

    static Decision alter(Draft draft, Command.AlterDatabase command) {
        Database before = draft.catalog().requireDatabase(command.database());
        Map<String, String> properties = Draft.merged(before.properties(), command.set(), command.remove());
        if (!properties.equals(before.properties())) {
            draft.change(new DatabasePut(new Database(before.id(), before.name(), properties, before.createdAt())));
        }
        return draft.done(0);
    }
}
