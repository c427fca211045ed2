package io.windhover.index.scalar;

import io.windhover.index.ByteSink;
import io.windhover.index.bits.Bits;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An index on a field with one value per row: Bool, a number or VarChar. A key of another kind of number is compared by
 * its exact value; a text compared with a number, or the reverse, is refused with PARAMETER_INVALID.
 */
public final class ValueIndex implements ScalarIndex {
    private final IndexBlock content;

    ValueIndex(IndexBlock content) {
        this.content = content;
    }

    @Override
    public ScalarIndexType type() {
        return content.type();
    }

    @Override
    public int rowCount() {
        return content.rowCount();
    }

    @Override
    public int distinctCount() {
        return content.dictionary().size();
    }

    @Override
    public Set<Question> questions() {
        EnumSet<Question> questions = EnumSet.of(Question.EQUALITY, Question.RANGE, Question.MATCHING);
        if (!(content.dictionary() instanceof NumberDictionary)) {
            questions.add(Question.PREFIX);
        }
        return Collections.unmodifiableSet(questions);
    }

    @Override
    public Bits isNull() {
        return isNotNull().not();
    }

    @Override
    public Bits isNotNull() {
        return content.isNotNull();
    }

    /** Returns the rows whose value equals {@code key}. */
    public Bits equalTo(ScalarKey key) {
        return in(List.of(key));
    }

    /** Returns the non-null rows whose value does not equal {@code key}. */
    public Bits notEqualTo(ScalarKey key) {
        return notIn(List.of(key));
    }

    /** Returns the rows whose value equals one of {@code keys}. */
    public Bits in(Collection<ScalarKey> keys) {
        Bits rows = new Bits(rowCount());
        for (ScalarKey key : keys) {
            content.addRowsOf(key, rows);
        }
        return rows;
    }

    /** Returns the non-null rows whose value equals none of {@code keys}. */
    public Bits notIn(Collection<ScalarKey> keys) {
        return isNotNull().andNot(in(keys));
    }

    /** Returns the rows whose value lies in {@code range}. */
    public Bits range(KeyRange range) {
        if (isNaN(range.lower()) || isNaN(range.upper())) {
            return new Bits(rowCount());
        }
        Dictionary values = content.dictionary();
        int from = range.lower()
                .map(key -> values.countBelow(key, !range.lowerInclusive()))
                .orElse(0);
        int to = range.upper()
                .map(key -> values.countBelow(key, range.upperInclusive()))
                .orElse(values.comparableSize());
        return rowsOf(from, to);
    }

    /** Returns the rows whose text begins with {@code prefix}; only for VarChar. */
    public Bits startsWith(String prefix) {
        OrdinalRange range = prefixRange(prefix);
        return rowsOf(range.from(), range.to());
    }

    /** Returns the rows whose value satisfies {@code condition}, which is asked once per distinct value. */
    public Bits matching(Predicate<ScalarKey> condition) {
        return matching(new OrdinalRange(0, distinctCount()), condition);
    }

    /** Returns the rows whose text begins with {@code prefix} and satisfies {@code condition}; only for VarChar. */
    public Bits matching(String prefix, Predicate<ScalarKey> condition) {
        return matching(prefixRange(prefix), condition);
    }

    private Bits matching(OrdinalRange range, Predicate<ScalarKey> condition) {
        Bits rows = new Bits(rowCount());
        content.dictionary().forEach(range.from(), range.to(), (ordinal, key) -> {
            if (condition.test(key)) {
                content.postings().addTo(ordinal, ordinal + 1, rows);
            }
        });
        return rows;
    }

    private Bits rowsOf(int from, int to) {
        Bits rows = new Bits(rowCount());
        if (from >= to) {
            return rows;
        }
        int distinct = distinctCount();
        if (to - from <= distinct / 2) {
            content.postings().addTo(from, to, rows);
            return rows;
        }
        // Most values lie inside: it is cheaper to take away the others.
        content.postings().addTo(0, from, rows);
        content.postings().addTo(to, distinct, rows);
        return isNotNull().andNot(rows);
    }

    private OrdinalRange prefixRange(String prefix) {
        Dictionary values = content.dictionary();
        ScalarKey.TextKey first = (ScalarKey.TextKey) ScalarKey.of(prefix);
        int from = values.countBelow(first, false);
        int to = firstAfter(first.utf8())
                .map(key -> values.countBelow(key, false))
                .orElse(values.size());
        return new OrdinalRange(from, to);
    }

    /** Returns the least text greater than all that begin with {@code prefix}, if there is one. */
    private static Optional<ScalarKey> firstAfter(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xff) {
            length--;
        }
        if (length == 0) {
            return Optional.empty();
        }
        byte[] next = Arrays.copyOf(prefix, length);
        next[length - 1]++;
        return Optional.of(new ScalarKey.TextKey(next));
    }

    private static boolean isNaN(Optional<ScalarKey> key) {
        return key.isPresent() && key.get().isNaN();
    }

    @Override
    public long byteSize() {
        return content.block().byteSize();
    }

    @Override
    public void writeTo(ByteSink sink) {
        content.block().writeTo(sink);
    }

    private record OrdinalRange(int from, int to) {}
}
