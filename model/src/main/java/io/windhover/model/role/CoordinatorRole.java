package io.windhover.model.role;

import io.windhover.model.RequestId;
import io.windhover.model.catalog.Catalog;
import java.time.Duration;

/** The one who decides. */
public interface CoordinatorRole {
    /**
     * Decides a command and waits until it is durable and published. The same request id acts once; a repeated call
     * returns the stored result.
     *
     * @throws io.windhover.model.DatabaseException the reason of a refusal; SERVICE_TOO_MANY_REQUESTS when the queue is
     *     full; SERVICE_UNAVAILABLE when the metadata store cannot be reached
     */
    CommandResult submit(Command command, RequestId requestId);

    /** Returns the newest published catalog. */
    Catalog catalog();

    /** Waits until a version is published; throws DEADLINE_EXCEEDED after {@code timeout}. */
    Catalog awaitVersion(long atLeast, Duration timeout);

    /** Gives numbers for segments, rows or jobs; never given twice, not even after a crash. */
    IdWindow allocateIds(int count);

    /** Tells how it goes; never waits. */
    RoleHealth roleHealth();
}
