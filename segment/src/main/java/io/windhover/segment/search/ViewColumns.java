package io.windhover.segment.search;

import io.windhover.index.bits.Bits;
import io.windhover.index.scalar.NgramIndex;
import io.windhover.index.scalar.ScalarIndex;
import io.windhover.model.FieldId;
import io.windhover.model.Invariant;
import io.windhover.model.catalog.IndexedPath;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.segment.filter.ArrayBlock;
import io.windhover.segment.filter.FilterColumns;
import io.windhover.segment.filter.TextBlock;
import io.windhover.segment.rows.ColumnView;
import io.windhover.segment.rows.FieldIndex;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.SegmentView;
import io.windhover.segment.rows.ValueBytes;
import io.windhover.segment.rows.VariableView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of a segment as a filter reads them. Used by one thread. */
final class ViewColumns implements FilterColumns {
    private final SegmentView view;
    private final CollectionSchema schema;
    private final Map<FieldId, ColumnView> opened = new HashMap<>();

    ViewColumns(SegmentView view, CollectionSchema schema) {
        this.view = view;
        this.schema = schema;
    }

    private FieldSchema field(FieldId id) {
        return schema.field(id).orElseThrow(() -> Invariant.unreachable("a filter names the unknown field {}", id));
    }

    private ColumnView column(FieldId id) {
        return opened.computeIfAbsent(id, wanted -> view.column(field(wanted)));
    }

    private FixedView fixed(FieldId id) {
        return (FixedView) column(id);
    }

    private VariableView variable(FieldId id) {
        return (VariableView) column(id);
    }

    boolean isNull(FieldId field, int row) {
        return column(field).isNull(row);
    }

    long longAt(FieldId field, int row) {
        return fixed(field).integerAt(row);
    }

    double doubleAt(FieldId field, int row) {
        FixedView values = fixed(field);
        return values.width() == Float.BYTES ? values.floatAt(row) : values.doubleAt(row);
    }

    String textAt(FieldId field, int row) {
        return variable(field).string(row);
    }

    @Override
    public Optional<ScalarIndex> index(FieldId field) {
        return view.index(field)
                .flatMap(open ->
                        open instanceof FieldIndex.OfScalars scalars ? Optional.of(scalars.index()) : Optional.empty());
    }

    @Override
    public Optional<ScalarIndex> index(FieldId field, IndexedPath path) {
        return view.index(field, path);
    }

    @Override
    public Optional<NgramIndex> ngrams(FieldId field, List<String> path) {
        return view.ngrams(field, path);
    }

    @Override
    public void addNulls(FieldId field, Bits nulls) {
        nulls.or(column(field).nulls().bits(nulls.size()));
    }

    @Override
    public void readLongs(FieldId field, int from, int count, long[] target) {
        FixedView values = fixed(field);
        switch (values.width()) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = values.byteAt(from + i);
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = values.shortAt(from + i);
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = values.intAt(from + i);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[i] = values.longAt(from + i);
                }
            }
        }
    }

    @Override
    public void readDoubles(FieldId field, int from, int count, double[] target) {
        FixedView values = fixed(field);
        if (values.width() == Float.BYTES) {
            for (int i = 0; i < count; i++) {
                target[i] = values.floatAt(from + i);
            }
        } else {
            for (int i = 0; i < count; i++) {
                target[i] = values.doubleAt(from + i);
            }
        }
    }

    @Override
    public void readTexts(FieldId field, int from, int count, TextBlock target) {
        VariableView values = variable(field);
        for (int row = from; row < from + count; row++) {
            target.add(values.memory(row), values.start(row), values.length(row));
        }
    }

    @Override
    public void readArrays(FieldId field, int from, int count, ArrayBlock target) {
        VariableView values = variable(field);
        DataType type = field(field).elementType().orElseThrow();
        for (int row = from; row < from + count; row++) {
            int elements = ValueBytes.elementCount(values, row, type);
            for (int i = 0; i < elements; i++) {
                addElement(values, row, i, type, target);
            }
            target.endRow();
        }
    }

    private static void addElement(VariableView values, int row, int index, DataType type, ArrayBlock target) {
        switch (type) {
            case BOOL, INT8, INT16, INT32, INT64 -> target.addLong(ValueBytes.integerElement(values, row, index, type));
            case FLOAT, DOUBLE -> target.addDouble(ValueBytes.doubleElement(values, row, index, type));
            case VARCHAR -> target.addText(ValueBytes.textElement(values, row, index));
            case ARRAY,
                    JSON,
                    BINARY_VECTOR,
                    FLOAT_VECTOR,
                    FLOAT16_VECTOR,
                    BFLOAT16_VECTOR,
                    SPARSE_FLOAT_VECTOR,
                    INT8_VECTOR -> throw Invariant.unreachable("an array of {}", type);
        }
    }
}
