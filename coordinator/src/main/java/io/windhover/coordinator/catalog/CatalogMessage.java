package io.windhover.coordinator.catalog;

import io.windhover.model.RequestId;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.IdWindow;
import io.windhover.runtime.Promise;

/** What others ask of the owner of the catalog. */
sealed interface CatalogMessage {
    /**
     * Decide a command.
     *
     * @param arrivedNs when it began to wait, by the runtime's monotonic clock
     */
    record Submit(Command command, RequestId request, Promise<CommandResult> answer, long arrivedNs)
            implements CatalogMessage {}

    /** Give ids. */
    record Allocate(int count, Promise<IdWindow> answer) implements CatalogMessage {}
}
