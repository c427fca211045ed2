package io.windhover.segment.file;

import io.windhover.index.ByteSink;
import io.windhover.index.bits.Bits;
import io.windhover.index.graph.IndexSpec;
import io.windhover.index.graph.VectorIndex;
import io.windhover.index.graph.VectorIndexes;
import io.windhover.index.scalar.NgramIndex;
import io.windhover.index.scalar.ScalarIndex;
import io.windhover.index.scalar.ScalarIndexType;
import io.windhover.index.scalar.ScalarIndexes;
import io.windhover.index.scalar.ScalarValues;
import io.windhover.index.sparse.SparseIndex;
import io.windhover.index.vector.VectorRows;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Invariant;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.IndexedPath;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.runtime.port.ObjectStore.MappedObject;
import io.windhover.runtime.port.ObjectStore.ObjectWriter;
import io.windhover.segment.filter.PathValues;
import io.windhover.segment.rows.FieldIndex;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.Gather;
import io.windhover.segment.rows.RowPicks;
import io.windhover.segment.rows.SegmentView;
import io.windhover.segment.rows.VariableView;
import io.windhover.segment.rows.VectorColumns;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Builds and opens the index file of one index definition for one sealed segment. An index covers every row of the
 * file, deleted ones included; rows without a value are in it as zero and are never asked for.
 */
public final class IndexFiles {
    private static final String NGRAM = "NGRAM";
    private static final int FACT_SEGMENT = 0;
    private static final int FACT_INDEX = 1;
    private static final int FACT_ROWS = 2;
    private static final int FACT_COUNT = 3;

    /** A number on its way into an index: read, encoded, sorted, its row, its posting, and the file. */
    private static final int NUMBER_BYTES = 72;

    /** A text's objects, its row and posting. */
    private static final int TEXT_BYTES = 144;

    /** As characters, as UTF-8, in the dictionary and in the file. */
    private static final int TEXT_COPIES = 4;

    /** Two n-grams of a character of one byte: the row of each, its posting, while it grows and in the file. */
    private static final int NGRAM_BYTES = 32;

    /** The length of a text in an array and one byte of it. */
    private static final int MIN_TEXT_BYTES = 5;

    /** A number in a JSON array and the comma. */
    private static final int MIN_JSON_BYTES = 2;

    /** As pairs, by dimension and in the file. */
    private static final int SPARSE_COPIES = 4;

    private IndexFiles() {}

    /**
     * Builds an index and writes its file; the caller commits it.
     *
     * @param segment held by the caller
     * @param work    how the build may use the processor and when to give up
     * @return bytes of the file
     * @throws DatabaseException INDEX_NOT_SUPPORTED, DATA_INTEGRITY
     * @throws CancellationException if {@code work} is cancelled
     */
    public static long write(
            IndexDefinition definition,
            SealedSegment segment,
            CollectionSchema schema,
            VectorIndexes.Work work,
            ObjectWriter out) {
        SegmentView rows = segment.view();
        FieldSchema field = field(definition, schema);
        BlockFileWriter writer = new BlockFileWriter(out, FileFormat.INDEX_MAGIC);
        writer.beginBlock();
        if (field.type() == DataType.SPARSE_FLOAT_VECTOR) {
            computed(
                            work,
                            () -> SparseIndex.build((Column.SparseVectorColumn)
                                    wholeColumn(rows, field).column()))
                    .writeTo(writer::put);
        } else if (field.type().isVector()) {
            writeVectors(definition, rows, field, work, writer::put);
        } else if (isNgrams(definition)) {
            computed(work, () -> ngrams(definition, rows, field)).writeTo(writer::put);
        } else {
            computed(work, () -> scalarIndex(definition, rows, field)).writeTo(writer::put);
        }
        writer.endBlock(field.id().value(), BlockKind.VALUES, 0);
        return writer.finish(segment.id().value(), definition.id().value(), segment.rowCount());
    }

    /** Computes in one piece where the build has its processors, unless it is cancelled by then. */
    private static <T> T computed(VectorIndexes.Work work, Supplier<T> piece) {
        AtomicReference<T> result = new AtomicReference<>();
        work.parallel().run(List.of(() -> {
            if (!work.cancelled().getAsBoolean()) {
                result.set(piece.get());
            }
        }));
        if (result.get() == null || work.cancelled().getAsBoolean()) {
            throw new CancellationException("index build cancelled");
        }
        return result.get();
    }

    /**
     * Returns about the most memory that {@link #write} takes at once, besides mapped files. What is not known before the
     * segment is read, the bytes of texts, arrays and sparse vectors, is taken for as much as the segment's file allows.
     *
     * @param rowCount  of the segment
     * @param dataBytes of its file
     */
    public static long buildBytes(IndexDefinition definition, CollectionSchema schema, long rowCount, long dataBytes) {
        FieldSchema field = field(definition, schema);
        long fixed = rowCount
                * schema.fields().stream().mapToLong(FieldSchema::fixedBytes).sum();
        long variable = Math.max(0, dataBytes - fixed);
        return switch (field.type()) {
            case BOOL, INT8, INT16, INT32, INT64, FLOAT, DOUBLE -> rowCount * NUMBER_BYTES;
            case VARCHAR ->
                isNgrams(definition) ? ngramBytes(variable) : rowCount * TEXT_BYTES + variable * TEXT_COPIES;
            case ARRAY -> {
                DataType element = field.elementType().orElseThrow();
                yield element == DataType.VARCHAR
                        ? variable / MIN_TEXT_BYTES * TEXT_BYTES + variable * TEXT_COPIES
                        : variable / element.fixedBytes(0) * NUMBER_BYTES;
            }
            case SPARSE_FLOAT_VECTOR -> variable * SPARSE_COPIES;
            case BINARY_VECTOR, FLOAT_VECTOR, FLOAT16_VECTOR, BFLOAT16_VECTOR, INT8_VECTOR ->
                VectorIndexes.buildBytes(spec(definition, field), field.dim(), rowCount);
            case JSON ->
                pathBytes(IndexedPath.of(definition.params()).cast(), rowCount, variable)
                        + (isNgrams(definition) ? ngramBytes(variable) : 0);
        };
    }

    private static long ngramBytes(long textBytes) {
        return NgramIndex.BUILD_BYTES + textBytes * NGRAM_BYTES;
    }

    private static long pathBytes(IndexedPath.Cast cast, long rowCount, long documentBytes) {
        long values = cast.isArray() ? documentBytes / MIN_JSON_BYTES : rowCount;
        return cast.element() == DataType.VARCHAR
                ? values * TEXT_BYTES + documentBytes * TEXT_COPIES
                : values * NUMBER_BYTES;
    }

    private static IndexSpec spec(IndexDefinition definition, FieldSchema field) {
        Map<String, String> params = new HashMap<>(definition.params());
        params.put("index_type", definition.indexType());
        return IndexSpec.parse(VectorColumns.type(field), field.dim(), params);
    }

    private static FieldSchema field(IndexDefinition definition, CollectionSchema schema) {
        return schema.field(definition.field())
                .orElseThrow(() -> Invariant.unreachable(
                        "index {} on the unknown field {}", definition.name(), definition.field()));
    }

    private static void writeVectors(
            IndexDefinition definition, SegmentView rows, FieldSchema field, VectorIndexes.Work work, ByteSink sink) {
        try (VectorIndex index = VectorIndexes.build(spec(definition, field), vectors(rows, field), work)) {
            index.writeTo(sink);
        }
    }

    private static VectorRows vectors(SegmentView rows, FieldSchema field) {
        FixedView column = (FixedView) rows.column(field);
        if (column.isConstant()) {
            throw new DatabaseException(
                    ErrorCode.INDEX_NOT_SUPPORTED,
                    "segment %s has no values of field \"%s\"".formatted(rows.segment(), field.name()));
        }
        return VectorColumns.whole(column, field, rows.rowCount());
    }

    private static ScalarIndex scalarIndex(IndexDefinition definition, SegmentView rows, FieldSchema field) {
        if (field.type() == DataType.JSON) {
            PathValues found = pathValues(definition, (VariableView) rows.column(field), rows.rowCount());
            return scalarIndex(definition, found.values(), Optional.of(found.valid()));
        }
        FieldColumn column = wholeColumn(rows, field);
        ScalarValues values = ScalarValues.of(column.column());
        Optional<Bits> valid = column.nulls().map(nulls -> {
            Bits bits = Bits.all(values.rowCount());
            nulls.stream().forEach(bits::clear);
            return bits;
        });
        return scalarIndex(definition, values, valid);
    }

    private static boolean isNgrams(IndexDefinition definition) {
        return definition.indexType().equals(NGRAM);
    }

    private static NgramIndex ngrams(IndexDefinition definition, SegmentView rows, FieldSchema field) {
        VariableView column = (VariableView) rows.column(field);
        NgramIndex.Lengths lengths = NgramIndex.Lengths.of(definition.params());
        if (field.type() == DataType.JSON) {
            PathValues found = pathValues(definition, column, rows.rowCount());
            byte[][] texts = ((ScalarValues.Texts) found.values()).values();
            return NgramIndex.build(row -> texts[row], found.valid(), lengths);
        }
        Bits valid = column.nulls().bits(rows.rowCount()).copy().not();
        return NgramIndex.build(column::bytes, valid, lengths);
    }

    private static PathValues pathValues(IndexDefinition definition, VariableView documents, int rowCount) {
        PathValues values = new PathValues(IndexedPath.of(definition.params()), rowCount);
        for (int row = 0; row < rowCount; row++) {
            if (!documents.isNull(row)) {
                values.add(row, documents.bytes(row));
            }
        }
        return values;
    }

    private static ScalarIndex scalarIndex(IndexDefinition definition, ScalarValues values, Optional<Bits> valid) {
        int limit = ScalarIndexes.bitmapCardinalityLimit(definition.params());
        return ScalarIndexes.build(scalarType(definition), values, valid, limit);
    }

    private static ScalarIndexType scalarType(IndexDefinition definition) {
        return ScalarIndexType.ofWireName(definition.indexType().toUpperCase(Locale.ROOT))
                .orElseThrow(() -> new DatabaseException(
                        ErrorCode.INDEX_NOT_SUPPORTED,
                        "index type %s of index \"%s\" cannot be built"
                                .formatted(definition.indexType(), definition.name())));
    }

    private static FieldColumn wholeColumn(SegmentView rows, FieldSchema field) {
        return Gather.column(
                RowPicks.of(rows, IntStream.range(0, rows.rowCount()).toArray()), field);
    }

    /**
     * Tells whether a segment can get this index: one on a vector field added after the segment was written has nothing
     * to cover, while a scalar field has its default, or null, in every row.
     */
    public static boolean canBuild(IndexDefinition definition, SealedSegment segment, CollectionSchema schema) {
        FieldSchema field = field(definition, schema);
        return !field.type().isVector() || segment.hasField(field.id());
    }

    /**
     * Opens an index file; takes the mapped object over (closed with the last hold, or at once on failure).
     *
     * @param fileName for messages
     * @param segment  what it was built on; the index holds it
     * @throws DatabaseException DATA_INTEGRITY naming the file when it is damaged or belongs to something else
     */
    public static OpenIndex open(
            String fileName,
            IndexDefinition definition,
            MappedObject object,
            SealedSegment segment,
            CollectionSchema schema) {
        MappedFile mapped = MappedFile.of(object);
        try {
            BlockFile file = BlockFile.open(fileName, mapped.bytes(), FileFormat.INDEX_MAGIC);
            FieldSchema field = field(definition, schema);
            int block = file.find(field.id().value(), BlockKind.VALUES);
            boolean fits = file.factCount() == FACT_COUNT
                    && file.fact(FACT_SEGMENT) == segment.id().value()
                    && file.fact(FACT_INDEX) == definition.id().value()
                    && file.fact(FACT_ROWS) == segment.rowCount()
                    && block >= 0;
            if (!fits) {
                throw FileFormat.damaged(fileName, "directory", "not this index of segment " + segment.id());
            }
            FieldIndex index =
                    index(file.bytes(block, "index \"" + definition.name() + "\""), definition, segment, field);
            Invariant.check(segment.tryHold(), "segment {} was released before its index opened", segment.id());
            return new OpenIndex(
                    definition.id(), field.id(), index, mapped.bytes().byteSize(), () -> {
                        mapped.close();
                        segment.release();
                    });
        } catch (RuntimeException failure) {
            mapped.close();
            throw failure;
        }
    }

    private static FieldIndex index(
            MemorySegment bytes, IndexDefinition definition, SealedSegment segment, FieldSchema field) {
        if (field.type() == DataType.SPARSE_FLOAT_VECTOR) {
            return new FieldIndex.OfSparse(SparseIndex.open(bytes));
        }
        if (field.type().isVector()) {
            return new FieldIndex.OfVectors(VectorIndexes.open(bytes, vectors(segment.view(), field)));
        }
        boolean isJson = field.type() == DataType.JSON;
        if (isNgrams(definition)) {
            List<String> path = isJson ? IndexedPath.of(definition.params()).path() : List.of();
            return new FieldIndex.OfNgrams(path, NgramIndex.open(bytes, NgramIndex.Lengths.of(definition.params())));
        }
        ScalarIndex values = ScalarIndexes.open(bytes);
        return isJson
                ? new FieldIndex.OfPath(IndexedPath.of(definition.params()), values)
                : new FieldIndex.OfScalars(values);
    }
}
