package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.role.CommandResult;
import java.util.List;

/** What shall become of a command. */
public sealed interface Decision {
    /**
     * The catalog changes.
     *
     * @param next    with all changes applied; its version is one higher
     * @param changes in order of application; at least one
     * @param result  the answer, once the changes are durable
     * @param nextId  the first id that is free afterwards
     */
    record Commit(CatalogState next, List<CatalogChange> changes, CommandResult result, long nextId)
            implements Decision {
        /** Copies the list. */
        public Commit {
            changes = List.copyOf(changes);
        }
    }

    /** The catalog already is as wanted, or what the command speaks of is gone. */
    record Already(CommandResult result) implements Decision {}

    /** The command cannot be carried out. */
    record Reject(ErrorCode code, String message) implements Decision {
        /** Returns the refusal as a failure. */
        public DatabaseException toException() {
            return new DatabaseException(code, message);
        }
    }
}
