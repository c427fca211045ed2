package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Invariant;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.IdWindow;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;

/** The way of all other fibers to the one that owns the catalog. */
public final class CatalogAccess {
    private final Runtime runtime;
    private final CatalogLoop loop;

    private CatalogAccess(Runtime runtime, CatalogLoop loop) {
        this.runtime = runtime;
        this.loop = loop;
    }

    /** Reads the catalog; nothing is served before {@link #run}. */
    public static CatalogAccess open(Runtime runtime, MetaStore store, CatalogSettings settings) {
        return new CatalogAccess(runtime, new CatalogLoop(runtime, store, settings));
    }

    /** Serves, on the fiber that calls it, until stopped. */
    public void run() {
        loop.run();
    }

    /** Refuses what comes from now on; what waits is still served. */
    public void stop() {
        loop.inbox().close();
    }

    /** Submits a command and waits for its result. */
    public CommandResult submit(Command command, RequestId requestId) {
        CatalogCounts counts = loop.counts();
        long startNs = counts.startNs();
        try {
            Promise<CommandResult> answer = runtime.promise();
            offer(new CatalogMessage.Submit(command, requestId, answer, startNs));
            CommandResult result = answer.await();
            counts.answered(command, result, startNs);
            return result;
        } catch (DatabaseException refused) {
            counts.refused(command);
            throw refused;
        }
    }

    /** Takes ids that nobody else gets. */
    public IdWindow allocateIds(int count) {
        Invariant.check(count > 0, "{} ids are wanted", count);
        Promise<IdWindow> answer = runtime.promise();
        offer(new CatalogMessage.Allocate(count, answer));
        return answer.await();
    }

    /** Returns the newest catalog. */
    public Catalog catalog() {
        return loop.publisher().catalog();
    }

    /** Waits for a version; throws DEADLINE_EXCEEDED. */
    public Catalog awaitVersion(long atLeast, Duration timeout) {
        return loop.publisher().require(atLeast, timeout);
    }

    /** Tells how it goes. */
    public LoopHealth health() {
        return loop.health();
    }

    /** Returns how many commands and questions wait. */
    public int waiting() {
        return loop.inbox().size();
    }

    private void offer(CatalogMessage message) {
        if (!loop.inbox().offer(message)) {
            throw switch (loop.health()) {
                case LoopHealth.Stopped stopped ->
                    new DatabaseException(
                            ErrorCode.SERVICE_UNAVAILABLE, "the coordinator has stopped: " + stopped.reason());
                case LoopHealth.Serving _, LoopHealth.SafeMode _ ->
                    new DatabaseException(
                            ErrorCode.SERVICE_RATE_LIMIT,
                            "rate limit exceeded: " + waiting() + " commands wait already, try again later");
            };
        }
    }
}
