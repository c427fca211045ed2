package io.windhover.index.scalar;

import io.windhover.index.ByteSink;
import io.windhover.index.bits.Bits;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An index on the elements of an array field. */
public final class ArrayIndex implements ScalarIndex {
    private final IndexBlock content;

    ArrayIndex(IndexBlock content) {
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
        return Collections.unmodifiableSet(EnumSet.of(Question.CONTAINS));
    }

    @Override
    public Bits isNull() {
        return isNotNull().not();
    }

    @Override
    public Bits isNotNull() {
        return content.isNotNull();
    }

    /** Returns the rows whose array has {@code element}. */
    public Bits contains(ScalarKey element) {
        return containsAny(List.of(element));
    }

    /** Returns the rows whose array has at least one of {@code elements}; none of them for an empty list. */
    public Bits containsAny(Collection<ScalarKey> elements) {
        Bits rows = new Bits(rowCount());
        for (ScalarKey element : elements) {
            content.addRowsOf(element, rows);
        }
        return rows;
    }

    /** Returns the rows whose array has every one of {@code elements}; all non-null rows for an empty list. */
    public Bits containsAll(Collection<ScalarKey> elements) {
        Bits rows = isNotNull();
        for (ScalarKey element : elements) {
            rows.and(contains(element));
        }
        return rows;
    }

    @Override
    public long byteSize() {
        return content.block().byteSize();
    }

    @Override
    public void writeTo(ByteSink sink) {
        content.block().writeTo(sink);
    }
}
