package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;
import io.windhover.model.expr.Operand;
import io.windhover.model.schema.DataType;

/** Where texts come from: row i of the block has the bytes {@code start(i)} to {@code end(i)} of {@code bytes()}. */
abstract class TextSource {
    /** Reads the texts of a block; makes rows without a value unknown. */
    abstract void read(Block block);

    abstract byte[] bytes();

    abstract int start(int row);

    abstract int end(int row);

    /** Returns the source of a VarChar operand. */
    static TextSource of(Operand operand, ScanColumns columns) {
        return switch (operand) {
            case Operand.Field(FieldId id, DataType _) -> new OfField(id, columns);
            case Operand.ArrayElement(FieldId id, DataType _, int index) -> new OfElement(id, index, columns);
            case Operand.JsonPath _, Operand.ArrayLength _, Operand.Constant _, Operand.Arithmetic _ ->
                throw new IllegalArgumentException("no text: " + operand);
        };
    }

    private static final class OfField extends TextSource {
        private final FieldId field;
        private final FilterColumns columns;
        private final Bits nulls;
        private final TextBlock texts = new TextBlock();

        OfField(FieldId field, ScanColumns columns) {
            this.field = field;
            this.columns = columns.columns();
            this.nulls = columns.nulls(field);
        }

        @Override
        void read(Block block) {
            block.addNulls(nulls);
            texts.clear();
            texts.addAll(columns, field, block);
        }

        @Override
        byte[] bytes() {
            return texts.bytes();
        }

        @Override
        int start(int row) {
            return texts.start(row);
        }

        @Override
        int end(int row) {
            return texts.end(row);
        }
    }

    private static final class OfElement extends TextSource {
        private final int index;
        private final ArrayReader arrays;
        private ArrayBlock rows = new ArrayBlock();

        OfElement(FieldId field, int index, ScanColumns columns) {
            this.index = index;
            this.arrays = new ArrayReader(field, columns);
        }

        @Override
        void read(Block block) {
            rows = arrays.read(block);
            for (int i = 0; i < block.count(); i++) {
                if ((long) rows.start(i) + index >= rows.end(i)) {
                    block.setUnknown(i);
                }
            }
        }

        @Override
        byte[] bytes() {
            return rows.texts().bytes();
        }

        @Override
        int start(int row) {
            return rows.texts().start(rows.start(row) + index);
        }

        @Override
        int end(int row) {
            return rows.texts().end(rows.start(row) + index);
        }
    }
}
