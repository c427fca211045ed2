package io.windhover.storm.play;

import io.windhover.storm.endpoint.Batch;
import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.endpoint.Endpoint;
import io.windhover.storm.endpoint.Hit;
import io.windhover.storm.endpoint.SearchOrder;
import io.windhover.storm.play.Oracle.Searched;
import io.windhover.storm.stage.Field;
import io.windhover.storm.stage.Filter;
import io.windhover.storm.stage.Questions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One client of a storm. It makes a partition, uses it and drops it, by the same name again and again. */
public final class Scene {
    /** What a client plays. */
    public enum Play {
        /** Create, insert, flush, release, drop. */
        WRITE,
        /** Create, insert, flush, rebuild every index, load, search, release, search in vain, drop. */
        SEARCH,
        /** The same with hybrid search. */
        HYBRID
    }

    /** The count of rows inserted. */
    public static final String ROWS = "rows inserted";

    private static final int LIMIT = 10;
    private static final int LOAD_SECONDS = 180;
    private static final int FILTERS = 4;
    private static final String COUNT = "count";
    private static final long LATE_POLL_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Calls calls;
    private final Company company;
    private final Play play;
    private final String partition;
    private final Random random;
    private final Questions questions;

    /** Prepares a client that uses a partition name of its own. */
    public Scene(Calls calls, Company company, Play play, String partition, Random random) {
        this.calls = calls;
        this.company = company;
        this.play = play;
        this.partition = partition;
        this.random = random;
        this.questions = new Questions(company.setting().rows());
    }

    /** Plays once. A failure ends it; it is in the journal, and what is left of the partition is dropped. */
    public void run() {
        try {
            long from = fill();
            if (play != Play.WRITE) {
                new Rebuild(calls, company).play(random);
                calls.tell("load partition", server -> server.load(partition, LOAD_SECONDS));
                read(from);
            }
            release();
            if (play != Play.WRITE) {
                refusedSearch("search of a released partition");
            }
            drop();
            refusedSearch("search of a dropped partition");
            calls.journal().count("cycles " + play, 1);
        } catch (CallFailed _) {
            calls.journal().count("broken cycles", 1);
            tidy();
        }
    }

    private long fill() {
        int count = company.setting().partitionRows();
        long from = company.nextId().getAndAdd(count);
        calls.ask("create partition", (server, isRepeated) -> {
            if (!isRepeated || !server.partitions().contains(partition)) {
                server.createPartition(partition);
            }
            return true;
        });
        insert(calls, company, partition, from, count);
        calls.tell("flush", Endpoint::flush);
        return from;
    }

    /** Inserts rows, as many at once as the setting allows. */
    public static void insert(Calls calls, Company company, String partition, long from, int count) {
        int batch = company.setting().batchRows();
        for (long first = from; first < from + count; first += batch) {
            int size = (int) Math.min(batch, from + count - first);
            Batch rows = company.stock().batch(first, size);
            calls.ask("insert", (server, isRepeated) -> {
                server.insert(partition, rows, isRepeated);
                return true;
            });
            calls.journal().count(ROWS, size);
        }
    }

    private void read(long from) {
        long to = from + company.setting().partitionRows();
        count(COUNT, Filter.ALL, from, to);
        List<Field> scalars = company.askable();
        for (int i = 0; i < FILTERS; i++) {
            count("count with filter", questions.any(scalars, random), from, to);
        }
        long queryId = random.nextLong(from, to);
        if (play == Play.SEARCH) {
            company.vectors().forEach(field -> search(field, queryId, from, to));
        } else {
            hybrid(queryId, from, to);
        }
    }

    private void count(String operation, Filter filter, long from, long to) {
        long expected = filter.count(from, to);
        long got = calls.ask(operation, (server, _) -> server.count(partition, filter.expression(), true));
        if (got != expected) {
            calls.journal()
                    .wrong("a new partition of " + (to - from) + " rows counts " + got + ", not " + expected
                            + filter.where());
            if (operation.equals(COUNT)) {
                awaitRows(expected, System.nanoTime());
            }
        }
    }

    /** Tells rows that are only late, which is wrong enough, from lost ones. */
    private void awaitRows(long expected, long startedNs) {
        long lateNsMax = TimeUnit.SECONDS.toNanos(company.setting().lateSeconds());
        long got = -1;
        while (got != expected && (got < 0 || System.nanoTime() - startedNs < lateNsMax)) {
            LockSupport.parkNanos(LATE_POLL_NS);
            got = calls.ask("count again", (server, _) -> server.count(partition, "", true));
        }
        if (got == expected) {
            calls.journal().answered("late until all rows counted", System.nanoTime() - startedNs);
        } else {
            calls.journal().count("rows lost", Math.max(0, expected - got));
        }
    }

    private SearchOrder order(Field field, long queryId) {
        return new SearchOrder(field, queryId, partition, "", LIMIT, true);
    }

    private void search(Field field, long queryId, long from, long to) {
        List<Hit> hits = calls.ask("search", (server, _) -> server.search(order(field, queryId)));
        Searched searched = new Searched(field, queryId, from, to, Filter.ALL, LIMIT);
        Canary.judge(calls.journal(), company.oracle(), searched, hits, "in a new partition");
    }

    private void hybrid(long queryId, long from, long to) {
        List<SearchOrder> orders =
                company.vectors().stream().map(field -> order(field, queryId)).toList();
        List<Hit> hits = calls.ask("hybrid search", (server, _) -> server.hybridSearch(orders));
        boolean isStrange = hits.stream().anyMatch(hit -> hit.id() < from || hit.id() >= to);
        if (isStrange || hits.size() != LIMIT) {
            calls.journal().wrong("hybrid search of rows " + from + " to " + to + " found " + hits);
        }
        // The row itself is first in each field, so it has the highest sum of ranks.
        calls.journal().count("own vector searched", 1);
        calls.journal()
                .count("own vector missed", !hits.isEmpty() && hits.getFirst().id() == queryId ? 0 : 1);
    }

    private void release() {
        calls.tell("release partition", server -> server.release(partition));
    }

    private void refusedSearch(String operation) {
        Field field = company.vectors().getFirst();
        calls.mustBeRefused(operation, server -> server.search(order(field, 0)));
    }

    private void drop() {
        calls.ask("drop partition", (server, isRepeated) -> {
            if (!isRepeated || server.partitions().contains(partition)) {
                server.dropPartition(partition);
            }
            return true;
        });
    }

    private void tidy() {
        try {
            calls.ask("drop after a failure", (server, _) -> {
                if (server.partitions().contains(partition)) {
                    server.release(partition);
                    server.dropPartition(partition);
                }
                return true;
            });
        } catch (CallFailed _) {
            calls.journal().wrong("a partition could not be dropped after a failure");
        }
    }
}
