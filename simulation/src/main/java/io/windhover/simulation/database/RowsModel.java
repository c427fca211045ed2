package io.windhover.simulation.database;

import io.windhover.simulation.BrokenPromiseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the rows of one partition must and may be. A row's content is a number that is never used again; 0 = no row.
 * Belongs to one client, which does one thing at a time; only what was asked without an answer is uncertain.
 */
final class RowsModel {
    private static final class Row {
        long content;
        final Set<Long> possible = new HashSet<>();
    }

    private final TreeMap<Long, Row> rows = new TreeMap<>();

    /** Notes that rows are about to get this content. */
    void asked(Iterable<Long> keys, long content) {
        for (long key : keys) {
            rows.computeIfAbsent(key, absent -> new Row()).possible.add(content);
        }
    }

    /** Notes that the database acknowledged it. */
    void acknowledged(Iterable<Long> keys, long content) {
        for (long key : keys) {
            Row row = rows.get(key);
            row.content = content;
            row.possible.clear();
        }
    }

    /** Notes that the database refused it for good. */
    void refused(Iterable<Long> keys, long content) {
        for (long key : keys) {
            rows.get(key).possible.remove(content);
        }
    }

    /** Returns the keys of rows that are there for sure. */
    Set<Long> present() {
        Set<Long> keys = new TreeSet<>();
        rows.forEach((key, row) -> {
            if (row.content != 0 && row.possible.isEmpty()) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** Returns the keys of rows that are not there for sure. */
    Set<Long> absent() {
        Set<Long> keys = new TreeSet<>();
        rows.forEach((key, row) -> {
            if (row.content == 0 && row.possible.isEmpty()) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** Returns all keys ever asked for. */
    Set<Long> everAsked() {
        return rows.keySet();
    }

    /** Checks a complete read of the partition; what it shows is the truth from here on. */
    void check(String where, Map<Long, Long> found) {
        Map<Long, Long> unseen = new HashMap<>(found);
        rows.forEach((key, row) -> {
            long content = found.getOrDefault(key, 0L);
            unseen.remove(key);
            BrokenPromiseException.unless(
                    content == row.content || row.possible.contains(content),
                    "%s: row %s is %s, not %s or %s",
                    where,
                    key,
                    content,
                    row.content,
                    row.possible);
            row.content = content;
            row.possible.clear();
        });
        BrokenPromiseException.unless(unseen.isEmpty(), "%s has rows that nobody wrote: %s", where, unseen);
    }
}
