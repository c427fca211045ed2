package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.AliasGone;
import io.windhover.coordinator.catalog.CatalogChange.AliasPut;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.QualifiedName;
import io.windhover.model.role.Command;
import java.util.Optional;

/** Creates, drops and points aliases. An alias stands for a collection of its own database, never for another alias. */
final class AliasDecisions {
    private AliasDecisions() {}

    static Decision create(Draft draft, Command.CreateAlias command) {
        Database database = draft.catalog().requireDatabase(command.database());
        QualifiedName alias = new QualifiedName(database.id(), command.alias());
        requireNoCollection(draft, database, alias);
        CollectionId collection = requireTarget(draft, database, command.collection());
        Optional<CollectionId> present = draft.catalog().aliases().find(alias);
        if (present.isPresent() && !present.get().equals(collection)) {
            throw taken(draft, database, alias, present.get());
        }
        if (present.isEmpty()) {
            draft.change(new AliasPut(alias, collection));
        }
        return draft.done(0);
    }

    static Decision drop(Draft draft, Command.DropAlias command) {
        Database database = draft.catalog().requireDatabase(command.database());
        QualifiedName alias = new QualifiedName(database.id(), command.alias());
        if (draft.catalog().aliases().contains(alias)) {
            draft.change(new AliasGone(alias));
        }
        return draft.done(0);
    }

    static Decision alter(Draft draft, Command.AlterAlias command) {
        Database database = draft.catalog().requireDatabase(command.database());
        QualifiedName alias = new QualifiedName(database.id(), command.alias());
        requireNoCollection(draft, database, alias);
        CollectionId collection = requireTarget(draft, database, command.collection());
        CollectionId present = draft.catalog()
                .aliases()
                .find(alias)
                .orElseThrow(() -> DatabaseException.of(
                        ErrorCode.ALIAS_NOT_FOUND, "database", database.name(), "alias", alias.name()));
        if (!present.equals(collection)) {
            draft.change(new AliasPut(alias, collection));
        }
        return draft.done(0);
    }

    private static void requireNoCollection(Draft draft, Database database, QualifiedName alias) {
        if (draft.catalog().collectionNames().contains(alias)) {
            throw DatabaseException.of(
                    ErrorCode.ALIAS_COLLECTION_NAME_CONFLICT, "database", database.name(), "alias", alias.name());
        }
    }

    private static CollectionId requireTarget(Draft draft, Database database, String collection) {
        return draft.catalog()
                .collectionNames()
                .find(new QualifiedName(database.id(), collection))
                .orElseThrow(() -> DatabaseException.of(
                        ErrorCode.COLLECTION_NOT_FOUND, "database", database.name(), "collection", collection));
    }

    private static DatabaseException taken(Draft draft, Database database, QualifiedName alias, CollectionId present) {
        String other = draft.catalog().collections().find(present).orElseThrow().name();
        DatabaseException base =
                DatabaseException.of(ErrorCode.ALIAS_ALREADY_EXIST, "database", database.name(), "alias", alias.name());
        return new DatabaseException(
                base.code(), alias.name() + " is alias to another collection: " + other + ": " + base.getMessage());
    }
}
