package io.windhover.cluster.route;

import io.windhover.cluster.call.Caller;
import io.windhover.cluster.call.CatalogSource;
import io.windhover.cluster.call.CoordinatorCall;
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
import io.windhover.runtime.port.Network;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The coordinator that leads, whichever process it is in. The catalog is the one this process follows; only commands and
 * windows of numbers need the leader. A command is sent again under its request id until the deadline: it acts once.
 */
public final class RemoteCoordinator implements CoordinatorRole {
    private static final String ROLE = "coordinator";
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(1);

    /** A command's NOT_OWNER is a leader's decision: another attempt would be answered the same. */
    private static final Set<ErrorCode> CURABLE = curable();

    private final Runtime runtime;
    private final Caller caller;
    private final CatalogSource catalog;
    private final Supplier<Optional<String>> leader;
    private final Duration deadline;
    private final IdWindows ids;

    /**
     * How it behaves.
     *
     * @param deadline      of a command or a window, all attempts together
     * @param idsAhead      numbers taken at a time
     */
    public record Settings(Duration deadline, int idsAhead) {}

    /**
     * Creates a way to the leader.
     *
     * @param catalog as this process follows it
     * @param leader  its address now; empty while nobody leads
     */
    public RemoteCoordinator(
            Runtime runtime,
            Network network,
            CatalogSource catalog,
            Supplier<Optional<String>> leader,
            Settings settings) {
        this.runtime = runtime;
        this.caller = new Caller(network);
        this.catalog = catalog;
        this.leader = leader;
        this.deadline = settings.deadline();
        this.ids = new IdWindows(runtime, settings.idsAhead(), this::fetchIds);
    }

    /**
     * Has the leader decide a command, and waits until this process has what it did.
     *
     * @throws DatabaseException as {@link CoordinatorRole#submit}; the last failure when no leader answered in time, and
     *     then it is not known whether the command was decided
     */
    @Override
    public CommandResult submit(Command command, RequestId requestId) {
        Attempts attempts = attempts();
        CommandResult result = attempts.until(
                "a command",
                timeout -> caller.ask(
                        requireLeader(), new CoordinatorCall.Submit(command, requestId), CommandResult.class, timeout));
        if (catalog.catalog().version() < result.catalogVersion()) {
            catalog.awaitVersion(result.catalogVersion(), attempts.left());
        }
        return result;
    }

    @Override
    public Catalog catalog() {
        return catalog.catalog();
    }

    @Override
    public Catalog awaitVersion(long atLeast, Duration timeout) {
        return catalog.awaitVersion(atLeast, timeout);
    }

    /**
     * Gives numbers from those taken ahead.
     *
     * @throws DatabaseException PARAMETER_INVALID for no or fewer numbers; as {@link #submit} if too few are held and no
     *     leader answered in time
     */
    @Override
    public IdWindow allocateIds(int count) {
        if (count < 1) {
            throw DatabaseException.invalid("cannot allocate %d ids", count);
        }
        return ids.take(count);
    }

    private IdWindow fetchIds(int count) {
        return attempts()
                .until(
                        "taking ids",
                        timeout -> caller.ask(
                                requireLeader(), new CoordinatorCall.AllocateIds(count), IdWindow.class, timeout));
    }

    private Attempts attempts() {
        return new Attempts(runtime, deadline, CURABLE, Attempts.SHORT);
    }

    private static Set<ErrorCode> curable() {
        Set<ErrorCode> codes = EnumSet.copyOf(Attempts.NO_ANSWER);
        codes.remove(ErrorCode.NOT_OWNER);
        return Collections.unmodifiableSet(codes);
    }

    private String requireLeader() {
        return leader.get()
                .orElseThrow(() -> new DatabaseException(ErrorCode.NODE_OFFLINE, "no coordinator leads at the moment"));
    }

    @Override
    public RoleHealth roleHealth() {
        try {
            return caller.ask(requireLeader(), new CoordinatorCall.Health(), RoleHealth.class, HEALTH_TIMEOUT);
        } catch (DatabaseException failure) {
            return new RoleHealth(
                    ROLE, RoleHealth.State.SAFE_MODE, List.of("safe mode: no coordinator: " + failure.getMessage()));
        }
    }
}
