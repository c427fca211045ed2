package io.windhover.storm.play;

import io.milvus.v2.common.IndexParam.IndexType;
import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.endpoint.Endpoint;
import io.windhover.storm.endpoint.SearchOrder;
import io.windhover.storm.endpoint.Wire;
import io.windhover.storm.stage.Field;
import io.windhover.storm.stage.Questions;
import io.windhover.storm.stage.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Finds out what a server has, by trying each kind of field, index, filter and search once on a small collection. What is
 * refused is left out of the storm and named, with the server's words.
 */
public final class Rehearsal {
    private static final int ROWS = 100;
    private static final int LOAD_SECONDS = 180;
    private static final int QUESTIONS = 12;

    private final Endpoint endpoint;
    private final Rows rows;
    private final List<String> leftOut = new ArrayList<>();

    /** Rehearses in a collection of this endpoint, which must not exist. */
    public Rehearsal(Endpoint endpoint, Rows rows) {
        this.endpoint = endpoint;
        this.rows = rows;
    }

    /**
     * Finds out.
     *
     * @throws CallFailed if not even one float vector with an index can be stored and searched
     */
    public Abilities run() {
        List<Field> fields = supported();
        prepare(fields);
        try {
            endpoint.load(Setting.BASE, LOAD_SECONDS);
            List<Field> vectors = fields.stream().filter(Field::isVector).toList();
            vectors.forEach(field -> endpoint.search(order(field)));
            List<Field> askable = fields.stream()
                    .filter(field -> !field.isVector() && isAskable(field))
                    .toList();
            return new Abilities(fields, askable, canRebuild(fields), hasHybrid(vectors), List.copyOf(leftOut));
        } finally {
            endpoint.dropCollection();
        }
    }

    private List<Field> supported() {
        List<Field> all = rows.fields();
        if (isRefused(all).isEmpty()) {
            return all;
        }
        List<Field> kept = new ArrayList<>();
        List<Field> plainestFirst = new ArrayList<>(all);
        plainestFirst.sort(
                (a, b) -> Boolean.compare(b.name().equals(Rows.PLAIN), a.name().equals(Rows.PLAIN)));
        for (Field field : plainestFirst) {
            keep(field, kept);
        }
        if (kept.stream().noneMatch(Field::isVector)) {
            endpoint.createCollection(List.of(plainestFirst.getFirst()));
        }
        return kept;
    }

    private void keep(Field field, List<Field> kept) {
        String refusal = isRefused(with(kept, field));
        if (refusal.isEmpty()) {
            kept.add(field);
            return;
        }
        Field bare = field.bare();
        boolean isFieldKept = !field.isVector() && isRefused(with(kept, bare)).isEmpty();
        if (isFieldKept) {
            kept.add(bare);
        }
        leftOut.add((isFieldKept ? "index " + field.index().getName() + " on " : "") + bare.title()
                + (field.isNullable() ? ", nullable" : "") + ": " + refusal);
    }

    private static List<Field> with(List<Field> kept, Field field) {
        List<Field> fields = new ArrayList<>(kept);
        fields.add(field);
        return fields;
    }

    private String isRefused(List<Field> fields) {
        try {
            prepare(fields);
            return "";
        } catch (CallFailed refused) {
            return refused.failure().text();
        } finally {
            endpoint.dropCollection();
        }
    }

    private void prepare(List<Field> fields) {
        endpoint.createCollection(fields);
        fields.stream().filter(field -> field.index() != IndexType.None).forEach(endpoint::createIndex);
        endpoint.insert(Setting.BASE, Wire.batch(fields, 0, ROWS), false);
    }

    private static SearchOrder order(Field field) {
        return new SearchOrder(field, 0, Setting.BASE, "", 1, true);
    }

    private boolean isAskable(Field field) {
        Questions questions = new Questions(rows);
        Random random = new Random(0);
        for (int i = 0; i < QUESTIONS; i++) {
            String expression = questions.about(field, random).expression();
            try {
                endpoint.count(Setting.BASE, expression, true);
            } catch (CallFailed refused) {
                leftOut.add(
                        "filters like " + expression + ": " + refused.failure().text());
                return false;
            }
        }
        return true;
    }

    private boolean canRebuild(List<Field> fields) {
        for (Field field : fields) {
            if (field.isRebuilt()) {
                try {
                    endpoint.dropIndex(field);
                    endpoint.createIndex(field);
                } catch (CallFailed refused) {
                    leftOut.add("dropping indexes while the collection is loaded: "
                            + refused.failure().text());
                    return false;
                }
            }
        }
        return true;
    }

    private boolean hasHybrid(List<Field> vectors) {
        if (vectors.size() < 2) {
            leftOut.add("hybrid search: it needs two vector fields");
            return false;
        }
        try {
            endpoint.hybridSearch(vectors.stream().map(Rehearsal::order).toList());
            return true;
        } catch (CallFailed refused) {
            leftOut.add("hybrid search: " + refused.failure().text());
            return false;
        }
    }
}
