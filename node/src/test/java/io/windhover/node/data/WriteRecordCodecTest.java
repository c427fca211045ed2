package io.windhover.node.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.FieldId;
import io.windhover.model.PartitionId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.ShardWrite;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriteRecordCodecTest {
    private static final ShardId SHARD = new ShardId(new CollectionId(7), 1);

    // Goal: what is logged is what is replayed, for every column type. Method: random batches there and back.
    @Test
    void everyColumnTypeComesBackAsItWas() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            int rows = random.nextInt(1, 300);
            ShardWrite write = new ShardWrite(
                    SHARD,
                    0,
                    List.of(new ShardWrite.PartitionRows(new PartitionId(3), randomBatch(random, rows))),
                    randomDeletes(random, round));
            Timestamp time = new Timestamp(random.nextLong(Long.MAX_VALUE));
            WriteRecordCodec.TimedWrite read = WriteRecordCodec.decode(SHARD, joined(time, write));
            assertThat(read.timestamp()).isEqualTo(time);
            assertThat(read.write()).usingRecursiveComparison().isEqualTo(write);
        }
    }

    // Goal: damage that slips through the log's checksum is an error with a name. Method: cut a record everywhere.
    @Test
    void aCutRecordIsRefusedWithDataIntegrity() {
        Random random = new Random(5);
        ShardWrite write = new ShardWrite(
                SHARD,
                0,
                List.of(new ShardWrite.PartitionRows(new PartitionId(3), randomBatch(random, 5))),
                randomDeletes(random, 1));
        MemorySegment whole = joined(new Timestamp(9), write);
        for (long cut = 0; cut < whole.byteSize(); cut++) {
            MemorySegment part = whole.asSlice(0, cut);
            assertThatThrownBy(() -> WriteRecordCodec.decode(SHARD, part)).isInstanceOf(DatabaseException.class);
        }
    }

    // Goal: an insert costs no copy of its vectors. Method: the part of a large vector column is the array itself.
    @Test
    void largeVectorsAreNotCopied() {
        float[] vectors = new float[128 * 100];
        RowBatch batch = new RowBatch(
                List.of(new FieldColumn(new FieldId(100), new Column.FloatVectorColumn(vectors, 128))), 100);
        List<MemorySegment> body = WriteRecordCodec.encodeBody(new ShardWrite(
                SHARD, 0, List.of(new ShardWrite.PartitionRows(new PartitionId(3), batch)), Optional.empty()));
        assertThat(body).anyMatch(part -> part.heapBase().orElse(null) == vectors);
    }

    private static MemorySegment joined(Timestamp time, ShardWrite write) {
        List<MemorySegment> parts = WriteRecordCodec.withHead(time, WriteRecordCodec.encodeBody(write));
        long bytes = parts.stream().mapToLong(MemorySegment::byteSize).sum();
        MemorySegment all = Arena.ofAuto().allocate(bytes);
        long at = 0;
        for (MemorySegment part : parts) {
            MemorySegment.copy(part, 0, all, at, part.byteSize());
            at += part.byteSize();
        }
        return all;
    }

    private static Optional<ShardWrite.KeyDeletes> randomDeletes(Random random, int round) {
        if (round % 3 == 0) {
            return Optional.empty();
        }
        PrimaryKeys keys = round % 3 == 1
                ? new PrimaryKeys.LongKeys(random.longs(random.nextInt(50)).toArray())
                : new PrimaryKeys.StringKeys(new String[] {"", "a", "ключ", "\uD83D\uDE00"});
        return Optional.of(new ShardWrite.KeyDeletes(
                keys, round % 2 == 0 ? List.of() : List.of(new PartitionId(1), new PartitionId(2))));
    }

    private static RowBatch randomBatch(Random random, int rows) {
        int[] offsets = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            offsets[i + 1] = offsets[i] + random.nextInt(4);
        }
        int total = offsets[rows];
        String[] text = new String[rows];
        byte[][] json = new byte[rows][];
        boolean[] bools = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            text[i] = "t" + random.nextInt() + "é";
            json[i] = ("{\"a\":" + i + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            bools[i] = random.nextBoolean();
        }
        float[] floats = new float[rows * 16];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = random.nextFloat();
        }
        byte[] bytes = new byte[rows * 8];
        random.nextBytes(bytes);
        BitSet nulls = new BitSet();
        nulls.set(rows / 2);
        List<Column> columns = List.of(
                new Column.BoolColumn(bools),
                new Column.IntColumn(random.ints(rows).toArray()),
                new Column.LongColumn(random.longs(rows).toArray()),
                new Column.FloatColumn(new float[rows]),
                new Column.DoubleColumn(random.doubles(rows).toArray()),
                new Column.StringColumn(text),
                new Column.JsonColumn(json),
                new Column.ArrayColumn(
                        offsets, new Column.LongColumn(random.longs(total).toArray())),
                new Column.FloatVectorColumn(floats, 16),
                new Column.ByteVectorColumn(bytes, 8),
                new Column.SparseVectorColumn(offsets, random.ints(total).toArray(), new float[total]));
        List<FieldColumn> fields = new java.util.ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Optional<BitSet> columnNulls = i % 2 == 0 ? Optional.empty() : Optional.of(nulls);
            fields.add(new FieldColumn(new FieldId(100 + i), columns.get(i), columnNulls));
        }
        return new RowBatch(fields, rows);
    }
}
