package io.windhover.coordinator.witness;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.IdWindow;
import io.windhover.model.role.RoleHealth;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A coordinator of a cluster: it answers a user's command, with success or refusal, only when every member that is there
 * acts on the catalog that the answer speaks of, so that nobody meets the old state after it. Commands that a member sends
 * about its own work are answered at once.
 *
 * <p>What was committed is never reported as failed because a member is slow: the wait has no limit of its own, it ends
 * with the lease of the slowest member. If this coordinator stops leading meanwhile, the caller is told SERVICE_UNAVAILABLE
 * and has to repeat the request under the same id: the next leader has its result, and waits again before it answers.
 */
public final class WitnessedCoordinator implements CoordinatorRole {
    private final CoordinatorRole behind;
    private final Witnesses witnesses;
    private final int waitingMax;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * Answers for {@code behind}.
     *
     * @param waitingMax commands of users that may be under way; more are refused with SERVICE_RATE_LIMIT before they act
     */
    public WitnessedCoordinator(CoordinatorRole behind, Witnesses witnesses, int waitingMax) {
        this.behind = behind;
        this.witnesses = witnesses;
        this.waitingMax = waitingMax;
    }

    @Override
    public CommandResult submit(Command command, RequestId requestId) {
        if (!isOfUser(command)) {
            return behind.submit(command, requestId);
        }
        try {
            if (waiting.incrementAndGet() > waitingMax) {
                throw new DatabaseException(
                        ErrorCode.SERVICE_RATE_LIMIT,
                        "rate limit exceeded: " + waitingMax + " commands are under way already, try again later");
            }
            return witnessed(command, requestId);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private CommandResult witnessed(Command command, RequestId requestId) {
        CommandResult result;
        try {
            result = behind.submit(command, requestId);
        } catch (DatabaseException refusal) {
            if (refusal.code().retry() != ErrorCode.Retry.LATER) {
                // It was decided on what is published by now, or on something older.
                witnesses.await(behind.catalog().version());
            }
            throw refusal;
        }
        witnesses.await(result.catalogVersion());
        return result;
    }

    private static boolean isOfUser(Command command) {
        return switch (command) {
            case Command.SegmentsFlushed _,
                    Command.IndexBuilt _,
                    Command.SegmentsCompacted _,
                    Command.PlaceShards _,
                    Command.SettleResourceGroups _,
                    Command.PartitionPurged _,
                    Command.CollectionPurged _ -> false;
            case Command.CreateDatabase _,
                    Command.DropDatabase _,
                    Command.AlterDatabase _,
                    Command.CreateCollection _,
                    Command.DropCollection _,
                    Command.TruncateCollection _,
                    Command.RenameCollection _,
                    Command.AlterCollection _,
                    Command.AlterField _,
                    Command.AddField _,
                    Command.CreatePartitions _,
                    Command.DropPartitions _,
                    Command.CreateAlias _,
                    Command.DropAlias _,
                    Command.AlterAlias _,
                    Command.CreateIndex _,
                    Command.DropIndex _,
                    Command.AlterIndex _,
                    Command.Load _,
                    Command.Release _,
                    Command.CreateResourceGroup _,
                    Command.DropResourceGroup _,
                    Command.UpdateResourceGroups _,
                    Command.TransferNode _,
                    Command.TransferReplica _,
                    Command.MoveReaders _ -> true;
        };
    }

    /** Returns how many commands of users are under way. */
    public int waiting() {
        return waiting.get();
    }

    @Override
    public Catalog catalog() {
        return behind.catalog();
    }

    @Override
    public Catalog awaitVersion(long atLeast, Duration timeout) {
        return behind.awaitVersion(atLeast, timeout);
    }

    @Override
    public IdWindow allocateIds(int count) {
        return behind.allocateIds(count);
    }

    @Override
    public RoleHealth roleHealth() {
        return behind.roleHealth();
    }
}
