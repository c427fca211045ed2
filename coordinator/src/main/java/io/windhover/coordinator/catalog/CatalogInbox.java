package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.role.Command;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Runtime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What waits for the owner of the catalog. Collections take turns: one command of each before the second of any, so that
 * a crowd on one of them does not delay the others, and one collection may have only a part of all that waits. Within a
 * collection commands keep their order. Any fiber offers; one takes.
 */
final class CatalogInbox {
    private static final int GATHER_TURNS = 4;
    /** One collection may have this part of all that may wait. */
    private static final int OWNERS_PART = 4;

    private final Runtime runtime;
    private final Mailbox<CatalogMessage> arrivals;
    private final int waitingMax;
    private final int batchMax;
    private final LinkedHashMap<String, ArrayDeque<CatalogMessage>> queues = new LinkedHashMap<>();
    private volatile int queued;
    private int lastCount;

    CatalogInbox(Runtime runtime, CatalogSettings settings) {
        this.runtime = runtime;
        this.arrivals = runtime.mailbox("catalog", settings.waitingMax());
        this.waitingMax = settings.waitingMax();
        this.batchMax = settings.batchMax();
    }

    /** Puts a message at the end; false if too many wait or none is taken any more. */
    boolean offer(CatalogMessage message) {
        return arrivals.offer(message);
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
            ArrayDeque<CatalogMessage> queue = queues.computeIfAbsent(owner, _ -> new ArrayDeque<>());
            if (queue.size() >= Math.max(1, waitingMax / OWNERS_PART)) {
                refuse(message, tooMany(owner, queue.size()));
            } else {
                queue.add(message);
                queued++;
            }
        }
    }

    private static DatabaseException tooMany(String owner, int waiting) {
        return new DatabaseException(
                ErrorCode.SERVICE_RATE_LIMIT,
                "rate limit exceeded: " + waiting + " commands of \"" + owner + "\" wait already, try again later");
    }

    private List<CatalogMessage> nextBatch() {
        List<CatalogMessage> batch = new ArrayList<>();
        while (batch.size() < batchMax && !queues.isEmpty()) {
            // The first in turn goes to the end: who came in while it waited is before its next command.
            Map.Entry<String, ArrayDeque<CatalogMessage>> first = queues.pollFirstEntry();
            batch.add(first.getValue().poll());
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
            case Command.CreateDatabase c -> c.database();
            case Command.DropDatabase c -> c.database();
            case Command.AlterDatabase c -> c.database();
            case Command.CreateCollection c -> c.database() + "/" + c.collection();
            case Command.DropCollection c -> c.database() + "/" + c.collection();
            case Command.RenameCollection c -> c.database() + "/" + c.collection();
            case Command.AlterCollection c -> c.database() + "/" + c.collection();
            case Command.AlterField c -> c.database() + "/" + c.collection();
            case Command.AddField c -> c.database() + "/" + c.collection();
            case Command.CreatePartitions c -> c.database() + "/" + c.collection();
            case Command.DropPartitions c -> c.database() + "/" + c.collection();
            case Command.CreateAlias c -> c.database() + "/" + c.collection();
            case Command.AlterAlias c -> c.database() + "/" + c.collection();
            case Command.DropAlias c -> c.database() + "/" + c.alias();
            case Command.CreateIndex c -> c.database() + "/" + c.collection();
            case Command.DropIndex c -> c.database() + "/" + c.collection();
            case Command.AlterIndex c -> c.database() + "/" + c.collection();
            case Command.Load c -> c.database() + "/" + c.collection();
            case Command.Release c -> c.database() + "/" + c.collection();
            case Command.SegmentsFlushed c -> "data of collection " + c.shard().collection();
            case Command.IndexBuilt c -> "data of collection " + c.collection();
            case Command.SegmentsCompacted c -> "data of collection " + c.collection();
            case Command.PartitionPurged c -> "garbage of collection " + c.collection();
            case Command.CollectionPurged c -> "garbage of collection " + c.collection();
        };
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
