package io.windhover.segment.rows;

import io.windhover.index.bits.Bits;
import io.windhover.model.Invariant;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.FieldSchema;
import java.util.Arrays;
import java.util.List;

/**
 * An ordered choice of rows from one or more segments: pick {@code i} is row {@code rows[i]} of {@code
 * sources.get(sourceOf[i])}.
 *
 * @param sources  where the rows are
 * @param sourceOf index into {@code sources}, one a pick
 * @param rows     row number, one a pick
 */
public record RowPicks(List<SegmentView> sources, int[] sourceOf, int[] rows) {
    /** Checks that both arrays have the same length. */
    public RowPicks {
        sources = List.copyOf(sources);
        Invariant.check(sourceOf.length == rows.length, "{} sources for {} rows", sourceOf.length, rows.length);
    }

    /** Returns rows of one segment. */
    public static RowPicks of(SegmentView source, int... rows) {
        return new RowPicks(List.of(source), new int[rows.length], rows);
    }

    /**
     * Returns rows of several segments in ascending order of their primary keys, the newest first of equal keys.
     *
     * @param kept the rows wanted of each source
     */
    public static RowPicks keyOrdered(List<? extends SegmentView> sources, List<Bits> kept) {
        int count = kept.stream().mapToInt(Bits::cardinality).sum();
        int[] sourceOf = new int[count];
        int[] rows = new int[count];
        int next = 0;
        for (int source = 0; source < sources.size(); source++) {
            int[] some = kept.get(source).toArray();
            Arrays.fill(sourceOf, next, next + some.length, source);
            System.arraycopy(some, 0, rows, next, some.length);
            next += some.length;
        }
        RowPicks unordered = new RowPicks(List.copyOf(sources), sourceOf, rows);
        return unordered.reordered(KeyOrder.of(unordered));
    }

    /** Returns the first {@code count} rows of one segment in ascending order of key, the newest first of equal keys. */
    public static RowPicks firstByKey(SegmentView source, Bits kept, int count) {
        RowPicks unordered = of(source, kept.toArray());
        return unordered.reordered(KeyOrder.first(unordered, count));
    }

    /** Returns the picks in another order (or fewer of them). */
    public RowPicks reordered(int[] order) {
        int[] newSourceOf = new int[order.length];
        int[] newRows = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            newSourceOf[i] = sourceOf[order[i]];
            newRows[i] = rows[order[i]];
        }
        return new RowPicks(sources, newSourceOf, newRows);
    }

    /** Returns where the picks from {@code from} on stop to be consecutive rows of one source; the end is exclusive. */
    public int runEnd(int from) {
        int end = from + 1;
        while (end < rows.length && rows[end] == rows[end - 1] + 1 && sourceOf[end] == sourceOf[from]) {
            end++;
        }
        return end;
    }

    /** Returns how many picks have the key of the pick before them; of key-ordered picks all repetitions. */
    public int repeatedKeys() {
        KeyColumn[] keys = keyColumns();
        int repeated = 0;
        for (int i = 1; i < rows.length; i++) {
            repeated += hasKeyOfPrevious(keys, i) ? 1 : 0;
        }
        return repeated;
    }

    /** Tells whether pick {@code i} (not the first) has the key of the one before. */
    boolean hasKeyOfPrevious(KeyColumn[] keys, int i) {
        return keys[sourceOf[i]].compare(rows[i], keys[sourceOf[i - 1]], rows[i - 1]) == 0;
    }

    /** Returns key-ordered picks without repetitions of a key, at most {@code limit} of them. */
    public RowPicks distinct(long limit) {
        KeyColumn[] keys = keyColumns();
        int[] kept = new int[rows.length];
        int count = 0;
        for (int i = 0; i < rows.length && count < limit; i++) {
            if (i == 0 || !hasKeyOfPrevious(keys, i)) {
                kept[count++] = i;
            }
        }
        return reordered(Arrays.copyOf(kept, count));
    }

    /** Returns the picks {@code from} to {@code to}. */
    public RowPicks range(int from, int to) {
        return new RowPicks(sources, Arrays.copyOfRange(sourceOf, from, to), Arrays.copyOfRange(rows, from, to));
    }

    /** Returns how many rows were picked. */
    public int count() {
        return rows.length;
    }

    /** Returns the column of a field in each source. */
    public ColumnView[] columns(FieldSchema field) {
        return sources.stream().map(source -> source.column(field)).toArray(ColumnView[]::new);
    }

    /** Returns the keys of each source. */
    public KeyColumn[] keyColumns() {
        return sources.stream().map(source -> new KeyColumn(source.keys())).toArray(KeyColumn[]::new);
    }

    /** Returns the time of each row. */
    public long[] timestamps() {
        FixedView[] times = sources.stream().map(SegmentView::timestamps).toArray(FixedView[]::new);
        long[] all = new long[rows.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = times[sourceOf[i]].longAt(rows[i]);
        }
        return all;
    }

    /** Returns the primary key of each row. */
    public PrimaryKeys keys(FieldSchema keyField) {
        KeyColumn[] keys = keyColumns();
        boolean isText = keyField.fixedBytes() == 0;
        if (isText) {
            String[] texts = new String[rows.length];
            for (int i = 0; i < rows.length; i++) {
                texts[i] = new String(keys[sourceOf[i]].textAt(rows[i]), java.nio.charset.StandardCharsets.UTF_8);
            }
            return new PrimaryKeys.StringKeys(texts);
        }
        long[] numbers = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            numbers[i] = keys[sourceOf[i]].longAt(rows[i]);
        }
        return new PrimaryKeys.LongKeys(numbers);
    }
}
