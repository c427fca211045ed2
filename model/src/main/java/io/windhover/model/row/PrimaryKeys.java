package io.windhover.model.row;

/** A list of primary keys of one type. */
public sealed interface PrimaryKeys {
    /** Returns how many there are. */
    int count();

    /** Int64 keys. */
    record LongKeys(long[] values) implements PrimaryKeys {
        @Override
        public int count() {
            return values.length;
        }
    }

    /** VarChar keys. */
    record StringKeys(String[] values) implements PrimaryKeys {
        @Override
        public int count() {
            return values.length;
        }
    }
}
