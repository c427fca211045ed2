package io.windhover.node;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.IdWindow;
import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.Runtime;
import java.time.Duration;

/** The coordinator as another process knows it: its catalog comes late, several versions at once, or not for a while. */
final class FollowerCatalog implements CoordinatorRole {
    private final Runtime runtime;
    private final CoordinatorRole real;
    private volatile Catalog published;
    private volatile boolean frozen;
    private volatile boolean away;

    FollowerCatalog(Runtime runtime, CoordinatorRole real) {
        this.runtime = runtime;
        this.real = real;
        this.published = real.catalog();
        runtime.fork("follower", this::follow);
    }

    /** Publishes nothing any more, or goes on. */
    void freeze(boolean isFrozen) {
        frozen = isFrozen;
    }

    /** Gives no ids any more, as a coordinator that nobody has taken over from. */
    void leave() {
        away = true;
    }

    private void follow() {
        while (true) {
            pause(20);
            if (!frozen && real.catalog().version() > published.version()) {
                published = real.catalog();
            }
        }
    }

    private void pause(int msMax) {
        runtime.sleep(Duration.ofMillis(1 + runtime.random(msMax)));
    }

    @Override
    public CommandResult submit(Command command, RequestId requestId) {
        pause(5);
        CommandResult result = real.submit(command, requestId);
        pause(5);
        return result;
    }

    @Override
    public Catalog catalog() {
        return published;
    }

    @Override
    public Catalog awaitVersion(long atLeast, Duration timeout) {
        long untilNs = runtime.monotonicNs() + timeout.toNanos();
        while (published.version() < atLeast) {
            if (runtime.monotonicNs() > untilNs) {
                throw DatabaseException.of(ErrorCode.DEADLINE_EXCEEDED, "catalogVersion", atLeast);
            }
            pause(3);
        }
        return published;
    }

    @Override
    public IdWindow allocateIds(int count) {
        pause(5);
        if (away) {
            throw DatabaseException.of(ErrorCode.SERVICE_UNAVAILABLE, "coordinator", "away");
        }
        return real.allocateIds(count);
    }

    @Override
    public RoleHealth roleHealth() {
        return real.roleHealth();
    }
}
