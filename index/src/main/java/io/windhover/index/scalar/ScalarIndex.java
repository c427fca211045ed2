package io.windhover.index.scalar;

import io.windhover.index.ByteSink;
import io.windhover.index.bits.Bits;
import java.util.Set;

/**
 * An index on one field of a sealed segment. Every answer is a new set of rows, owned by the caller, that holds exactly
 * the non-null rows for which a scan finds the predicate true; the caller adds {@link #isNull} where SQL's unknown is
 * wanted. Immutable and safe for any number of readers, as long as the memory it was opened on is mapped.
 */
public sealed interface ScalarIndex permits ValueIndex, ArrayIndex {
    /** What an index can be asked. */
    enum Question {
        /** Equal, not equal, in, not in. */
        EQUALITY,
        /** Less, greater, between. */
        RANGE,
        /** Begins with a text. */
        PREFIX,
        /** Any condition on the value, tried once per distinct value. */
        MATCHING,
        /** An array has one, all, or any of some elements. */
        CONTAINS
    }

    /** Returns the type that it was built as, never AUTOINDEX. */
    ScalarIndexType type();

    /** Returns the number of rows, null rows included. */
    int rowCount();

    /** Returns the number of distinct values. */
    int distinctCount();

    /** Returns what it answers. */
    Set<Question> questions();

    /** Returns the null rows, in a new set. */
    Bits isNull();

    /** Returns the rows that have a value, in a new set. */
    Bits isNotNull();

    /** Returns the bytes of its serialised form. */
    long byteSize();

    /** Writes the serialised form, for {@link ScalarIndexes#open}. */
    void writeTo(ByteSink sink);
}
