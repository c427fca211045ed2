package io.windhover.storm.play;

import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.endpoint.Hit;
import io.windhover.storm.endpoint.SearchOrder;
import io.windhover.storm.play.Oracle.Searched;
import io.windhover.storm.stage.Field;
import io.windhover.storm.stage.Filter;
import io.windhover.storm.stage.Questions;
import io.windhover.storm.tally.Journal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/** Reads the rows that nobody touches while the storm goes on, and checks every answer. */
public final class Canary {
    private static final int LIMIT = 10;
    private static final int FETCHED = 5;
    private static final long CHECKED_ROWS_MAX = 50_000;

    private final Calls calls;
    private final Company company;
    private final Random random;
    private final Questions questions;
    private final String prefix;

    /**
     * Prepares a reader.
     *
     * @param prefix of the names of its operations
     */
    public Canary(Calls calls, Company company, Random random, String prefix) {
        this.calls = calls;
        this.company = company;
        this.random = random;
        this.questions = new Questions(company.setting().rows());
        this.prefix = prefix;
    }

    /** Searches, fetches and counts once each. A failure is in the journal. */
    public void look() {
        attempt(() ->
                search(company.vectors().get(random.nextInt(company.vectors().size()))));
        attempt(this::fetch);
        attempt(this::count);
    }

    private void attempt(Runnable look) {
        try {
            look.run();
        } catch (CallFailed _) {
            calls.journal().count("canaries refused", 1);
        }
    }

    /** Every other time all loaded partitions are asked, where the rows of others must not disturb. */
    private String partition() {
        return random.nextBoolean() ? Setting.BASE : "";
    }

    private void search(Field field) {
        long baseRows = company.setting().baseRows();
        long width = Math.min(baseRows, CHECKED_ROWS_MAX);
        long from = random.nextLong(baseRows - width + 1);
        long queryId = random.nextLong(from, from + width);
        Filter filter = random.nextBoolean() ? Filter.ALL : questions.any(company.askable(), random);
        boolean isWhole = from == 0 && width == baseRows;
        String partition = isWhole ? partition() : Setting.BASE;
        Filter within = isWhole && !partition.isEmpty() ? filter : filter.within(from, from + width);
        SearchOrder order = new SearchOrder(field, queryId, partition, within.expression(), LIMIT, false);
        List<Hit> hits = calls.ask(prefix + "search", (server, _) -> server.search(order));
        Searched searched = new Searched(field, queryId, from, from + width, filter, LIMIT);
        judge(calls.journal(), company.oracle(), searched, hits, "among the base rows");
    }

    /** Notes what is wrong with the hits of a search. */
    static void judge(Journal journal, Oracle oracle, Searched searched, List<Hit> hits, String where) {
        oracle.search(searched, hits)
                .ifPresent(
                        wrong -> journal.wrong("search of " + searched.field().name() + " " + where + " where "
                                + searched.filter().expression() + ": " + wrong));
        if (searched.filter().matches().test(searched.queryId())) {
            journal.count("own vector searched", 1);
            journal.count("own vector missed", oracle.hasItself(searched, hits) ? 0 : 1);
        }
    }

    private void fetch() {
        List<Long> ids = LongStream.generate(
                        () -> random.nextLong(company.setting().baseRows()))
                .distinct()
                .limit(FETCHED)
                .boxed()
                .toList();
        String partition = partition();
        List<Map<String, Object>> found =
                calls.ask(prefix + "query", (server, _) -> server.fetch(partition, ids, false));
        company.oracle().fetched(ids, found).ifPresent(wrong -> calls.journal().wrong("query of base rows: " + wrong));
    }

    private void count() {
        if (random.nextInt(3) == 0) {
            compare(Filter.ALL, company.setting().baseRows(), Setting.BASE);
            return;
        }
        long baseRows = company.setting().baseRows();
        long width = Math.min(baseRows, CHECKED_ROWS_MAX);
        long from = random.nextLong(baseRows - width + 1);
        Filter filter = questions.any(company.askable(), random);
        compare(filter.within(from, from + width), filter.count(from, from + width), partition());
    }

    private void compare(Filter asked, long expected, String partition) {
        long got = calls.ask(prefix + "count", (server, _) -> server.count(partition, asked.expression(), false));
        if (got != expected) {
            String where = asked.where() + (partition.isEmpty() ? " in all partitions" : "");
            calls.journal().wrong("base rows are " + got + ", not " + expected + where);
        }
    }
}
