package io.windhover.simulation.database;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.FlushResult;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.Storm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One client of the database. It creates a place for rows (a partition or a collection of its own), works on it, drops
 * it, and begins anew under another name. It outlives the processes of the database, as clients do, and after every
 * restart or unanswered write it looks at what is there.
 */
final class StormClient {
    private enum Place {
        NONE,
        CREATING,
        THERE,
        DROPPING
    }

    private final Storm storm;
    private final Ledger ledger;
    private final int number;
    private final boolean ownsCollections;
    private Place place = Place.NONE;
    private RowsModel rows = new RowsModel();
    private int generation;
    private long nextKey;

    StormClient(Storm storm, Ledger ledger, int number, boolean ownsCollections) {
        this.storm = storm;
        this.ledger = ledger;
        this.number = number;
        this.ownsCollections = ownsCollections;
        this.nextKey = number * 1_000_000L;
    }

    private CollectionRef ref() {
        return ownsCollections ? new CollectionRef("own" + number + "_" + generation) : DdlStorm.SHARED;
    }

    private String partition() {
        return ownsCollections ? "" : "part" + number + "_" + generation;
    }

    private List<String> partitions() {
        return ownsCollections ? List.of() : List.of(partition());
    }

    private String where() {
        return ref().name() + "/" + partition();
    }

    private int draw(int bound) {
        return storm.chance().nextInt(bound);
    }

    /** Looks at what is there after a restart or an unanswered request, and checks it. */
    void look(Front front) {
        boolean there = ownsCollections
                ? front.patiently("has " + where(), () -> front.requests().hasCollection(ref()))
                : front.hasPartition(ref(), partition());
        switch (place) {
            case NONE -> BrokenPromiseException.unless(!there, "%s is back after it was dropped", where());
            case THERE -> BrokenPromiseException.unless(there, "%s is lost", where());
            case CREATING -> place = there ? Place.THERE : Place.NONE;
            case DROPPING -> {
                place = there ? Place.THERE : Place.NONE;
                if (!there) {
                    gone();
                }
            }
        }
        if (place == Place.THERE) {
            if (ownsCollections && !front.hasVectorIndex(ref())) {
                front.index(ref(), "vector", "HNSW");
            }
            load(front);
            rows.check(where(), front.read(ref(), partitions(), "id >= 0"));
        }
    }

    /** Does one thing. */
    void step(Front front) {
        if (place != Place.THERE) {
            create(front);
            return;
        }
        switch (draw(24)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> write(front, false);
            case 9, 10 -> write(front, true);
            case 11, 12, 13 -> delete(front);
            case 14, 15, 16 -> rows.check(where(), front.read(ref(), partitions(), "id >= 0"));
            case 17 -> filter(front);
            case 18, 19 -> search(front);
            case 20 -> flush(front);
            case 21 -> reload(front);
            case 22 -> reindex(front);
            default -> drop(front);
        }
    }

    private void create(Front front) {
        generation++;
        rows = new RowsModel();
        place = Place.CREATING;
        if (ownsCollections) {
            front.createCollection(ref());
            front.index(ref(), "vector", draw(2) == 0 ? "HNSW" : "FLAT");
        } else {
            front.patiently("create " + where(), () -> front.requests().createPartition(ref(), partition()));
        }
        place = Place.THERE;
        // Whoever was told that it exists finds it: no later request may say otherwise.
        BrokenPromiseException.unless(
                ownsCollections || front.hasPartition(ref(), partition()), "%s was created and is not there", where());
        load(front);
        storm.tally().count("creates");
    }

    private void load(Front front) {
        // A partition of a loaded collection is loaded from its creation on; loading again changes nothing.
        front.patiently(
                "load " + where(), () -> front.requests().load(new LoadRequest(ref(), partitions(), 1, List.of())));
    }

    private void write(Front front, boolean upsert) {
        Set<Long> keys = new TreeSet<>();
        if (upsert) {
            keys.addAll(some(rows.present()));
        }
        for (int i = draw(upsert ? 3 : 40); i >= 0; i--) {
            keys.add(nextKey++);
        }
        long content = ledger.nextContent();
        rows.asked(keys, content);
        try {
            front.write(ref(), partition(), keys, content, upsert);
            rows.acknowledged(keys, content);
            storm.tally().add("rows_acknowledged", keys.size());
        } catch (DatabaseException cause) {
            unanswered(front, cause);
        }
    }

    private void delete(Front front) {
        List<Long> keys = some(rows.present());
        if (keys.isEmpty()) {
            return;
        }
        rows.asked(keys, 0);
        try {
            front.delete(ref(), partition(), keys);
            rows.acknowledged(keys, 0);
            keys.forEach(ledger::gone);
            storm.tally().add("rows_deleted", keys.size());
        } catch (DatabaseException cause) {
            unanswered(front, cause);
        }
    }

    private void unanswered(Front front, DatabaseException cause) {
        if (cause.code().retry() == ErrorCode.Retry.NEVER) {
            throw new IllegalStateException("write to " + where() + ": " + cause.getMessage(), cause);
        }
        storm.tally().count("writes_unanswered");
        front.runtime().sleep(Duration.ofMillis(20));
        look(front);
    }

    private List<Long> some(Set<Long> keys) {
        List<Long> chosen = new ArrayList<>();
        for (long key : keys) {
            if (chosen.size() < 20 && draw(8) == 0) {
                chosen.add(key);
            }
        }
        return chosen;
    }

    private void filter(Front front) {
        int flag = draw(4);
        TreeMap<Long, Long> expected = front.read(ref(), partitions(), "id >= 0");
        expected.values().removeIf(content -> Front.flag(content) != flag);
        Map<Long, Long> found = front.read(ref(), partitions(), "flag == " + flag);
        BrokenPromiseException.unless(
                found.equals(expected), "%s: flag == %s finds %s, not %s", where(), flag, found, expected);
    }

    private void search(Front front) {
        Set<Long> present = rows.present();
        int limit = 1 + draw(30);
        long[] hits = front.search(ref(), partitions(), ledger.nextContent(), limit);
        Set<Long> distinct = new TreeSet<>();
        for (long hit : hits) {
            BrokenPromiseException.unless(distinct.add(hit), "%s: row %s was found twice", where(), hit);
            BrokenPromiseException.unless(present.contains(hit), "%s: found row %s, which is not there", where(), hit);
        }
        int expected = Math.min(limit, present.size());
        BrokenPromiseException.unless(
                hits.length == expected, "%s: found %s of %s rows", where(), hits.length, expected);
        storm.tally().count("searches");
    }

    private void flush(Front front) {
        List<FlushResult> flushes =
                front.patiently("flush", () -> front.requests().flush("", List.of(ref().name())));
        storm.tally().count("flushes");
        if (draw(2) == 0) {
            return;
        }
        long fromNs = front.runtime().monotonicNs();
        for (FlushResult flush : flushes) {
            while (!front.patiently("is flushed", () -> front.requests().isFlushed(ref(), flush.upTo()))) {
                front.runtime().sleep(Duration.ofMillis(20));
                boolean late = front.runtime().monotonicNs() - fromNs
                        > Duration.ofMinutes(2).toNanos();
                BrokenPromiseException.unless(!late, "flush of %s does not end", where());
            }
        }
    }

    private void reload(Front front) {
        front.patiently("release " + where(), () -> front.requests().release(ref(), partitions()));
        front.runtime().sleep(Duration.ofMillis(draw(100)));
        load(front);
    }

    /** Rebuilds an index while others write and read: the vector index of an own collection, else the first's flag. */
    private void reindex(Front front) {
        if (ownsCollections) {
            front.patiently("release " + where(), () -> front.requests().release(ref(), List.of()));
            front.patiently("drop index", () -> front.requests().dropIndex(ref(), "vector", ""));
            front.index(ref(), "vector", draw(2) == 0 ? "HNSW" : "FLAT");
            load(front);
        } else if (number == 0) {
            front.patiently("drop index", () -> front.requests().dropIndex(ref(), "flag", ""));
            front.index(ref(), "flag", "BITMAP");
        }
        storm.tally().count("reindexes");
    }

    /** Drops the place of the rows. */
    void drop(Front front) {
        if (place != Place.THERE) {
            return;
        }
        front.patiently("release " + where(), () -> front.requests().release(ref(), partitions()));
        place = Place.DROPPING;
        if (ownsCollections) {
            front.patiently("drop " + where(), () -> front.requests().dropCollection(ref()));
        } else {
            front.patiently("drop " + where(), () -> front.requests().dropPartition(ref(), partition()));
        }
        place = Place.NONE;
        gone();
        storm.tally().count("drops");
        boolean there = !ownsCollections && front.hasPartition(ref(), partition());
        BrokenPromiseException.unless(!there, "%s was dropped and is there", where());
    }

    private void gone() {
        rows.everAsked().forEach(ledger::gone);
    }
}
