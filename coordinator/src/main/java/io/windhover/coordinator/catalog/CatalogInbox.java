package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Database;
import io.windhover.model.role.Command;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Runtime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What waits for the owner of the catalog. Collections take turns: one command of each before the second of any, so that
 * a crowd on one of them does not delay the others, and one collection may have only a part of all that waits: what is
 * over that is refused when it comes. Within a collection commands keep their order. Any fiber offers; one takes.
 */
final class CatalogInbox {
    private static final int GATHER_TURNS = 4;

    private final Runtime runtime;
    private final Mailbox<CatalogMessage> arrivals;
    private final int waitingMax;
    private final int waitingOfOneMax;
    /** How many wait of each, taken over from outside or not. */
    private final ConcurrentHashMap<String, Integer> waiting = new ConcurrentHashMap<>();

    private final int batchMax;
    private final LinkedHashMap<String, ArrayDeque<CatalogMessage>> queues = new LinkedHashMap<>();
    private volatile int queued;
    private int lastCount;

    CatalogInbox(Runtime runtime, CatalogSettings settings) {
        this.runtime = runtime;
        this.arrivals = runtime.mailbox("catalog", settings.waitingMax());
        this.waitingMax = settings.waitingMax();
        this.waitingOfOneMax = settings.waitingOfOneMax();
        this.batchMax = settings.batchMax();
    }

    /**
     * Puts a message at the end; false if too many wait or none is taken any more.
     *
     * @throws DatabaseException SERVICE_RATE_LIMIT when too many of its collection wait
     */
    boolean offer(CatalogMessage message) {
        String owner = owner(message);
        int count = waiting.merge(owner, 1, Integer::sum);
        boolean offered = count <= waitingOfOneMax && arrivals.offer(message);
        if (!offered) {
            leaves(owner);
        }
        if (count > waitingOfOneMax) {
            throw new DatabaseException(
                    ErrorCode.SERVICE_RATE_LIMIT,
                    "rate limit exceeded: " + waitingOfOneMax + " commands of \"" + owner
                            + "\" wait already, try again later");
        }
        return offered;
    }

    private void leaves(String owner) {
        waiting.computeIfPresent(owner, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Returns how many messages wait; readable by any fiber. */
    int size() {
        return arrivals.size() + queued;
    }

    /** Takes nothing more from outside; what waits can still be taken. */
    void close() {
        arrivals.close();
    }

    /**
     * Takes the next batch, waiting for it. Lets those that were answered last submit their next commands first, as long
     * as fewer have come than last time: a durable write costs far more than a turn of every client.
     */
    List<CatalogMessage> take() {
        if (queued == 0) {
            enqueue(arrivals.takeAll(waitingMax));
        }
        enqueueArrived();
        for (int turn = 0; turn < GATHER_TURNS && queued < lastCount; turn++) {
            runtime.yield();
            enqueueArrived();
        }
        List<CatalogMessage> batch = nextBatch();
        lastCount = batch.size();
        return batch;
    }

    /** Takes the next batch, or nothing if none comes in time. */
    List<CatalogMessage> takeWithin(Duration patience) {
        if (queued == 0) {
            arrivals.poll(patience).ifPresent(message -> enqueue(List.of(message)));
        }
        enqueueArrived();
        return nextBatch();
    }

    private void enqueueArrived() {
        if (arrivals.size() > 0 && queued < waitingMax) {
            enqueue(arrivals.takeAll(waitingMax - queued));
        }
    }

    private void enqueue(List<CatalogMessage> messages) {
        for (CatalogMessage message : messages) {
            String owner = owner(message);
            queues.computeIfAbsent(owner, _ -> new ArrayDeque<>()).add(message);
        }
        queued += messages.size();
    }

    private List<CatalogMessage> nextBatch() {
        List<CatalogMessage> batch = new ArrayList<>();
        while (batch.size() < batchMax && !queues.isEmpty()) {
            // The first in turn goes to the end: who came in while it waited is before its next command.
            Map.Entry<String, ArrayDeque<CatalogMessage>> first = queues.pollFirstEntry();
            batch.add(first.getValue().poll());
            leaves(first.getKey());
            if (!first.getValue().isEmpty()) {
                queues.putLast(first.getKey(), first.getValue());
            }
        }
        queued -= batch.size();
        return batch;
    }

    /** Names what a message is about: a collection as its user calls it, a database, or a collection's number. */
    private static String owner(CatalogMessage message) {
        return switch (message) {
            case CatalogMessage.Allocate _ -> "ids";
            case CatalogMessage.Submit submit -> owner(submit.command());
        };
    }

    private static String owner(Command command) {
        return switch (command) {
            case Command.CreateDatabase c -> named(c.database(), "");
            case Command.DropDatabase c -> named(c.database(), "");
            case Command.AlterDatabase c -> named(c.database(), "");
            case Command.CreateCollection c -> named(c.database(), c.collection());
            case Command.DropCollection c -> named(c.database(), c.collection());
            case Command.TruncateCollection c -> named(c.database(), c.collection());
            case Command.RenameCollection c -> named(c.database(), c.collection());
            case Command.AlterCollection c -> named(c.database(), c.collection());
            case Command.AlterField c -> named(c.database(), c.collection());
            case Command.AddField c -> named(c.database(), c.collection());
            case Command.CreatePartitions c -> named(c.database(), c.collection());
            case Command.DropPartitions c -> named(c.database(), c.collection());
            case Command.CreateAlias c -> named(c.database(), c.collection());
            case Command.AlterAlias c -> named(c.database(), c.collection());
            case Command.DropAlias c -> named(c.database(), c.alias());
            case Command.CreateIndex c -> named(c.database(), c.collection());
            case Command.DropIndex c -> named(c.database(), c.collection());
            case Command.AlterIndex c -> named(c.database(), c.collection());
            case Command.Load c -> named(c.database(), c.collection());
            case Command.Release c -> named(c.database(), c.collection());
            case Command.SegmentsFlushed c -> "data of collection " + c.shard().collection();
            case Command.IndexBuilt c -> "data of collection " + c.collection();
            case Command.SegmentsCompacted c -> "data of collection " + c.collection();
            case Command.PlaceShards _ -> "placement";
            case Command.CreateResourceGroup _,
                    Command.DropResourceGroup _,
                    Command.UpdateResourceGroups _,
                    Command.TransferNode _,
                    Command.SettleResourceGroups _ -> "resource groups";
            case Command.TransferReplica c -> named(c.database(), c.collection());
            case Command.MoveReaders c -> named(c.database(), c.collection());
            case Command.PartitionPurged c -> "garbage of collection " + c.collection();
            case Command.CollectionPurged c -> "garbage of collection " + c.collection();
        };
    }

    private static String named(String database, String name) {
        return (database.isEmpty() ? Database.DEFAULT_NAME : database) + "/" + name;
    }

    /** Answers a message that is not served. */
    static void refuse(CatalogMessage message, DatabaseException reason) {
        switch (message) {
            case CatalogMessage.Submit submit -> submit.answer().fail(reason);
            case CatalogMessage.Allocate allocate -> allocate.answer().fail(reason);
        }
    }

    /** Refuses all that waits, now that nothing more comes in. */
    void refuseAll(DatabaseException reason) {
        enqueueArrived();
        while (queued > 0) {
            nextBatch().forEach(message -> refuse(message, reason));
            enqueueArrived();
        }
    }
}
