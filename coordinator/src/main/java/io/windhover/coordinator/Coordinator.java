package io.windhover.coordinator;

import io.windhover.coordinator.catalog.CatalogAccess;
import io.windhover.coordinator.catalog.LoopHealth;
import io.windhover.coordinator.garbage.GarbageSweep;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.IdWindow;
import io.windhover.model.role.Lack;
import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running coordinator. Any fiber may call it; what it decides is done by one. */
public final class Coordinator implements CoordinatorRole, AutoCloseable {
    private static final String ROLE = "coordinator";

    private final CatalogAccess access;
    private final Fiber loop;
    private volatile Optional<GarbageSweep> sweep = Optional.empty();

    private Coordinator(CatalogAccess access, Fiber loop) {
        this.access = access;
        this.loop = loop;
    }

    /**
     * Reads the catalog and starts to serve.
     *
     * @throws io.windhover.model.DatabaseException SERVICE_UNAVAILABLE when the store cannot be reached; DATA_INTEGRITY
     *     naming the key that cannot be read
     */
    public static Coordinator open(Runtime runtime, MetaStore store, CoordinatorSettings settings) {
        CatalogAccess access = CatalogAccess.open(runtime, store, settings.catalog());
        return new Coordinator(access, runtime.fork("catalog", access::run));
    }

    @Override
    public CommandResult submit(Command command, RequestId requestId) {
        return access.submit(command, requestId);
    }

    @Override
    public Catalog catalog() {
        return access.catalog();
    }

    @Override
    public Catalog awaitVersion(long atLeast, Duration timeout) {
        return access.awaitVersion(atLeast, timeout);
    }

    @Override
    public IdWindow allocateIds(int count) {
        return access.allocateIds(count);
    }

    /** Makes failures of a sweep a part of this role's health. */
    public void watch(GarbageSweep sweep) {
        this.sweep = Optional.of(sweep);
    }

    @Override
    public RoleHealth roleHealth() {
        List<String> reasons = new ArrayList<>();
        sweep.flatMap(GarbageSweep::lastFailure).ifPresent(failure -> reasons.add("garbage sweep: " + failure));
        return switch (health()) {
            case LoopHealth.Serving _ -> RoleHealth.serving(ROLE, reasons);
            case LoopHealth.SafeMode safe -> {
                reasons.add("safe mode: " + safe.reason());
                yield new RoleHealth(ROLE, RoleHealth.State.SAFE_MODE, reasons, List.of(Lack.METADATA));
            }
            case LoopHealth.Stopped stopped -> {
                reasons.add("stopped: " + stopped.reason());
                yield new RoleHealth(ROLE, RoleHealth.State.STOPPED, reasons);
            }
        };
    }

    /** Returns how many commands and questions wait for the catalog's owner. */
    public int waiting() {
        return access.waiting();
    }

    /** Returns what without a name the last sweep left for its grace. */
    public GarbageSweep.Unnamed unnamed() {
        return sweep.map(GarbageSweep::unnamed).orElse(new GarbageSweep.Unnamed(0, 0));
    }

    /** Tells how it goes. */
    public LoopHealth health() {
        return access.health();
    }

    /** Answers what still waits, then ends. */
    @Override
    public void close() {
        access.stop();
        loop.join();
    }
}
