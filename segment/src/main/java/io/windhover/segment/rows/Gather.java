package io.windhover.segment.rows;

import io.windhover.model.FieldId;
import io.windhover.model.Invariant;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Copies the values of chosen rows out of their segments. */
public final class Gather {
    private final RowPicks picks;
    private final ColumnView[] columns;

    private Gather(RowPicks picks, FieldSchema field) {
        this.picks = picks;
        this.columns = picks.columns(field);
    }

    /** Returns some fields of the rows, in the order of the picks. */
    public static RowBatch rows(RowPicks picks, CollectionSchema schema, List<FieldId> fields) {
        List<FieldColumn> gathered = new ArrayList<>();
        for (FieldId id : fields) {
            FieldSchema field =
                    schema.field(id).orElseThrow(() -> Invariant.unreachable("unknown output field {}", id));
            gathered.add(column(picks, field));
        }
        return new RowBatch(gathered, picks.count());
    }

    /** Returns one field of the rows, in the order of the picks. */
    public static FieldColumn column(RowPicks picks, FieldSchema field) {
        Gather gather = new Gather(picks, field);
        return new FieldColumn(field.id(), gather.values(field), gather.nulls());
    }

    private FixedView fixed(int pick) {
        return (FixedView) columns[picks.sourceOf()[pick]];
    }

    private VariableView variable(int pick) {
        return (VariableView) columns[picks.sourceOf()[pick]];
    }

    private int row(int pick) {
        return picks.rows()[pick];
    }

    private Optional<BitSet> nulls() {
        BitSet nulls = new BitSet(picks.count());
        for (int i = 0; i < picks.count(); i++) {
            if (columns[picks.sourceOf()[i]].isNull(row(i))) {
                nulls.set(i);
            }
        }
        return nulls.isEmpty() ? Optional.empty() : Optional.of(nulls);
    }

    private Column values(FieldSchema field) {
        return switch (field.type()) {
            case BOOL, INT8, INT16, INT32, INT64, FLOAT, DOUBLE -> numbers(field.type());
            case VARCHAR -> new Column.StringColumn(texts());
            case JSON -> {
                byte[][] documents = new byte[picks.count()][];
                for (int i = 0; i < documents.length; i++) {
                    documents[i] = variable(i).bytes(row(i));
                }
                yield new Column.JsonColumn(documents);
            }
            case ARRAY -> arrays(field.elementType().orElseThrow());
            case FLOAT_VECTOR -> floatVectors(field.dim());
            case BINARY_VECTOR, FLOAT16_VECTOR, BFLOAT16_VECTOR, INT8_VECTOR -> byteVectors(field.fixedBytes());
            case SPARSE_FLOAT_VECTOR -> sparse();
        };
    }

    private Column numbers(DataType type) {
        int count = picks.count();
        return switch (type) {
            case BOOL -> {
                boolean[] values = new boolean[count];
                for (int i = 0; i < count; i++) {
                    values[i] = fixed(i).byteAt(row(i)) != 0;
                }
                yield new Column.BoolColumn(values);
            }
            case INT64 -> {
                long[] values = new long[count];
                for (int i = 0; i < count; i++) {
                    values[i] = fixed(i).longAt(row(i));
                }
                yield new Column.LongColumn(values);
            }
            case FLOAT -> {
                float[] values = new float[count];
                for (int i = 0; i < count; i++) {
                    values[i] = fixed(i).floatAt(row(i));
                }
                yield new Column.FloatColumn(values);
            }
            case DOUBLE -> {
                double[] values = new double[count];
                for (int i = 0; i < count; i++) {
                    values[i] = fixed(i).doubleAt(row(i));
                }
                yield new Column.DoubleColumn(values);
            }
            default -> {
                int[] values = new int[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (int) fixed(i).integerAt(row(i));
                }
                yield new Column.IntColumn(values);
            }
        };
    }

    private String[] texts() {
        String[] values = new String[picks.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = variable(i).string(row(i));
        }
        return values;
    }

    private Column floatVectors(int dim) {
        float[] values = new float[picks.count() * dim];
        MemorySegment target = MemorySegment.ofArray(values);
        for (int i = 0; i < picks.count(); i++) {
            fixed(i).copy(row(i), target, (long) i * dim * Float.BYTES);
        }
        return new Column.FloatVectorColumn(values, dim);
    }

    private Column byteVectors(int rowBytes) {
        byte[] values = new byte[picks.count() * rowBytes];
        MemorySegment target = MemorySegment.ofArray(values);
        for (int i = 0; i < picks.count(); i++) {
            fixed(i).copy(row(i), target, (long) i * rowBytes);
        }
        return new Column.ByteVectorColumn(values, rowBytes);
    }

    private Column sparse() {
        int[] offsets = new int[picks.count() + 1];
        for (int i = 0; i < picks.count(); i++) {
            offsets[i + 1] = offsets[i] + ValueBytes.pairCount(variable(i), row(i));
        }
        int[] dimensions = new int[offsets[picks.count()]];
        float[] values = new float[dimensions.length];
        for (int i = 0; i < picks.count(); i++) {
            for (int at = offsets[i]; at < offsets[i + 1]; at++) {
                dimensions[at] = ValueBytes.pairDimension(variable(i), row(i), at - offsets[i]);
                values[at] = ValueBytes.pairValue(variable(i), row(i), at - offsets[i]);
            }
        }
        return new Column.SparseVectorColumn(offsets, dimensions, values);
    }

    private Column arrays(DataType type) {
        int[] offsets = new int[picks.count() + 1];
        for (int i = 0; i < picks.count(); i++) {
            offsets[i + 1] = offsets[i] + ValueBytes.elementCount(variable(i), row(i), type);
        }
        return new Column.ArrayColumn(
                offsets, type == DataType.VARCHAR ? textElements(offsets) : numberElements(offsets, type));
    }

    private Column textElements(int[] offsets) {
        String[] values = new String[offsets[picks.count()]];
        for (int i = 0; i < picks.count(); i++) {
            for (int at = offsets[i]; at < offsets[i + 1]; at++) {
                values[at] = ValueBytes.stringElement(variable(i), row(i), at - offsets[i]);
            }
        }
        return new Column.StringColumn(values);
    }

    /** Elements lie raw one after the other, so all of them together read as one column of numbers. */
    private Column numberElements(int[] offsets, DataType type) {
        ByteBuilder bytes = new ByteBuilder(offsets[picks.count()] * type.fixedBytes(0));
        for (int i = 0; i < picks.count(); i++) {
            bytes.put(variable(i).slice(row(i)));
        }
        FixedView all = FixedView.whole(MemorySegment.ofArray(bytes.toArray()), type.fixedBytes(0), NullBits.NONE);
        return new Gather(all, offsets[picks.count()]).numbers(type);
    }

    /** Reads all rows of a column that belongs to no segment. */
    private Gather(FixedView values, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        this.picks = new RowPicks(List.of(), new int[count], rows);
        this.columns = new ColumnView[] {values};
    }
}
