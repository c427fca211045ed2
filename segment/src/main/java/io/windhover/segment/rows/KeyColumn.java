package io.windhover.segment.rows;

import io.windhover.model.Invariant;
import io.windhover.model.row.PrimaryKeys;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** The primary keys of a segment, with their order: numbers as numbers, texts by the unsigned bytes of their UTF-8. */
public final class KeyColumn {
    private final ColumnView view;

    /** Reads keys from a column of 64-bit numbers or texts. */
    public KeyColumn(ColumnView view) {
        this.view = view;
    }

    /** Tells whether keys are texts. */
    public boolean isText() {
        return view instanceof VariableView;
    }

    /** Returns a key that is a number. */
    public long longAt(int row) {
        return ((FixedView) view).longAt(row);
    }

    /** Returns a key that is a text, as UTF-8. */
    public byte[] textAt(int row) {
        return ((VariableView) view).bytes(row);
    }

    /** Returns a hash of a stored key. */
    public int hash(int row) {
        return switch (view) {
            case FixedView fixed -> KeyList.hashOf(fixed.longAt(row));
            case VariableView variable -> KeyList.hashOf(variable.bytes(row));
        };
    }

    /** Compares two stored keys. */
    public int compare(int row, KeyColumn other, int otherRow) {
        return switch (view) {
            case FixedView fixed -> Long.compare(fixed.longAt(row), other.longAt(otherRow));
            case VariableView variable ->
                compareBytes(variable.slice(row), ((VariableView) other.view).slice(otherRow));
        };
    }

    /** Compares a stored key with one of a list. */
    public int compare(int row, KeyList keys, int index) {
        return switch (keys) {
            case KeyList.Longs longs -> Long.compare(longAt(row), longs.values()[index]);
            case KeyList.Texts texts ->
                compareBytes(((VariableView) view).slice(row), MemorySegment.ofArray(texts.values()[index]));
        };
    }

    private static int compareBytes(MemorySegment left, MemorySegment right) {
        long at = left.mismatch(right);
        if (at < 0) {
            return 0;
        }
        if (at == left.byteSize() || at == right.byteSize()) {
            return Long.compare(left.byteSize(), right.byteSize());
        }
        return Byte.compareUnsigned(left.get(Layouts.BYTE, at), right.get(Layouts.BYTE, at));
    }

    /** Returns the keys of some rows. */
    public PrimaryKeys keys(int[] rows) {
        return switch (view) {
            case FixedView fixed ->
                new PrimaryKeys.LongKeys(
                        Arrays.stream(rows).mapToLong(fixed::longAt).toArray());
            case VariableView variable ->
                new PrimaryKeys.StringKeys(
                        Arrays.stream(rows).mapToObj(variable::string).toArray(String[]::new));
        };
    }

    /** Fails unless {@code keys} are of the column's type. */
    public void checkType(KeyList keys) {
        Invariant.check(keys instanceof KeyList.Texts == isText(), "keys of another type than the primary key's");
    }
}
