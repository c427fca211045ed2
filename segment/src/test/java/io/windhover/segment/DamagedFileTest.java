package io.windhover.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.index.graph.VectorIndexes;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.IndexId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.runtime.port.ObjectStore.MappedObject;
import io.windhover.runtime.port.ObjectStore.ObjectWriter;
import io.windhover.segment.deletes.DeleteSet;
import io.windhover.segment.file.DeltaFile;
import io.windhover.segment.file.IndexFiles;
import io.windhover.segment.file.SealedSegment;
import io.windhover.segment.fixture.MemoryObjects;
import io.windhover.segment.fixture.Schemas;
import io.windhover.segment.fixture.SealedFixture;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Goal: a damaged byte is named or changes nothing. Method: flip one bit after the other, at every place. */
class DamagedFileTest {
    private static <T> void flipEverywhere(MemoryObjects objects, String file, Supplier<T> read) {
        T whole = read.get();
        byte[] bytes = objects.bytes(file);
        int refused = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte before = bytes[at];
            bytes[at] ^= (byte) (1 << at % 8);
            try {
                assertThat(read.get()).as("byte %s flipped", at).isEqualTo(whole);
            } catch (DatabaseException expected) {
                refused++;
                assertThat(expected.code()).isEqualTo(ErrorCode.DATA_INTEGRITY);
                assertThat(expected.getMessage()).contains(file);
            }
            assertThat(objects.mapped()).isZero();
            bytes[at] = before;
        }
        assertThat(refused).isGreaterThan(bytes.length / 2);
        assertThat(read.get()).isEqualTo(whole);
    }

    @Test
    void columnFileWithAFlippedBitIsRefusedOrReadsTheSame() {
        CollectionSchema schema = Schemas.everyType(DataType.VARCHAR);
        MemoryObjects objects = SealedFixture.written(schema, 4, new SplittableRandom(5));
        flipEverywhere(objects, SealedFixture.FILE, () -> {
            SealedSegment segment = SealedFixture.open(objects, schema);
            try {
                return SealedFixture.cells(segment.view(), schema);
            } finally {
                segment.release();
            }
        });
    }

    @Test
    void columnFileCutShortIsRefused() {
        CollectionSchema schema = Schemas.small(DataType.INT64);
        MemoryObjects objects = SealedFixture.written(schema, 20, new SplittableRandom(5));
        byte[] whole = objects.bytes(SealedFixture.FILE);
        for (int length = 0; length < whole.length; length++) {
            objects.put(SealedFixture.FILE, Arrays.copyOf(whole, length));
            ErrorCode code = ErrorCode.SERVICE_INTERNAL;
            try {
                SealedFixture.open(objects, schema).release();
            } catch (DatabaseException expected) {
                code = expected.code();
            }
            assertThat(code).as("%s bytes left", length).isEqualTo(ErrorCode.DATA_INTEGRITY);
        }
        assertThat(objects.mapped()).isZero();
    }

    @Test
    void damageOfOneColumnLeavesTheOthersReadable() {
        CollectionSchema schema = Schemas.small(DataType.INT64);
        MemoryObjects objects = SealedFixture.written(schema, 100, new SplittableRandom(5));
        byte[] bytes = objects.bytes(SealedFixture.FILE);
        int vectors = bytes.length / 2; // 32 of 44 bytes of a row are its vector.
        bytes[vectors] ^= 1;
        SealedSegment segment = SealedFixture.open(objects, schema);
        assertThat(segment.view().keys()).isNotNull();
        String message = "";
        try {
            segment.view().column(schema.field(Schemas.VECTOR).orElseThrow());
        } catch (DatabaseException expected) {
            message = expected.getMessage();
        }
        assertThat(message).contains(SealedFixture.FILE).contains("field \"vector\"");
        segment.release();
    }

    @Test
    void deltaFileWithAFlippedBitIsRefusedOrReadsTheSame() {
        MemoryObjects objects = new MemoryObjects();
        DeleteSet deletes = new DeleteSet(
                new PrimaryKeys.StringKeys(new String[] {"a", "", "\u00e4\u20ac"}),
                new long[] {1, 2, 2},
                new long[] {0, 7, 0});
        try (ObjectWriter writer = objects.create("one.del")) {
            DeltaFile.write(deletes, writer);
            writer.commit();
        }
        flipEverywhere(objects, "one.del", () -> {
            try (MappedObject object = objects.map("one.del")) {
                DeleteSet read = DeltaFile.read("one.del", object);
                return List.of(
                        List.of(((PrimaryKeys.StringKeys) read.keys()).values()),
                        Arrays.toString(read.timestamps()),
                        Arrays.toString(read.partitions()));
            }
        });
    }

    @Test
    void indexFileWithAFlippedBitIsRefusedOrOpensTheSame() {
        CollectionSchema schema = Schemas.small(DataType.INT64);
        MemoryObjects objects = SealedFixture.written(schema, 30, new SplittableRandom(5));
        for (FieldId field : List.of(Schemas.VECTOR, Schemas.NUMBER)) {
            boolean isVector = field.equals(Schemas.VECTOR);
            IndexDefinition definition = new IndexDefinition(
                    new IndexId(9),
                    field,
                    "x",
                    isVector ? "HNSW" : "BITMAP",
                    isVector ? Map.of("metric_type", "L2", "M", "4", "efConstruction", "16") : Map.of(),
                    Map.of(),
                    Timestamp.ZERO);
            SealedSegment segment = SealedFixture.open(objects, schema);
            try (ObjectWriter writer = objects.create("one.idx")) {
                IndexFiles.write(definition, segment, schema, VectorIndexes.Work.here(), writer);
                writer.commit();
            }
            segment.release();
            flipEverywhere(objects, "one.idx", () -> {
                SealedSegment opened = SealedFixture.open(objects, schema);
                try {
                    var index = IndexFiles.open("one.idx", definition, objects.map("one.idx"), opened, schema);
                    index.release();
                    return index.field();
                } finally {
                    opened.release();
                }
            });
        }
    }
}
