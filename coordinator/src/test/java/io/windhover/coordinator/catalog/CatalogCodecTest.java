package io.windhover.coordinator.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.coordinator.catalog.CatalogChange.CollectionHead;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.DatabaseId;
import io.windhover.model.FieldId;
import io.windhover.model.IndexId;
import io.windhover.model.MemberId;
import io.windhover.model.PartitionId;
import io.windhover.model.PersistentMap;
import io.windhover.model.RequestId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection.CollectionState;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.QualifiedName;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.role.CommandResult;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.runtime.port.MetaStore.Change;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogCodecTest {
    private static final CollectionId C = new CollectionId(0x1f);
    private static final Timestamp T = new Timestamp(300);

    /** A change with its key and value as they must stay for ever. */
    record Golden(CatalogChange change, String key, String hex) {
        @Override
        public String toString() {
            return key;
        }
    }

    static Stream<Golden> golden() {
        return Stream.of(
                new Golden(
                        new CatalogChange.DatabasePut(new Database(new DatabaseId(1), "default", Map.of("k", "v"), T)),
                        "catalog/database/0000000000000001",
                        "010764656661756c74ac0201016b01763943e33b"),
                new Golden(
                        new CatalogChange.CollectionPut(head(new CollectionState.Active())),
                        "catalog/collection/000000000000001f",
                        "010104646f6373ac020002000116636f6c6c656374696f6e2e74746c2e7365636f6e6473013900047465787403026402"
                                + "706b05000101000000000000006504746167731615000001000000020c6d61785f636170616369747901340a6d61785f"
                                + "6c656e67746802313009736f6d65207461677301050404017802ffffffffffffffff03000000000000e03f01010160c1"
                                + "ef"),
                new Golden(
                        new CatalogChange.CollectionPut(head(new CollectionState.Dropping(T))),
                        "catalog/collection/000000000000001f",
                        "010104646f6373ac0201ac0202000116636f6c6c656374696f6e2e74746c2e7365636f6e647301390004746578740302"
                                + "6402706b05000101000000000000006504746167731615000001000000020c6d61785f636170616369747901340a6d61"
                                + "785f6c656e67746802313009736f6d65207461677301050404017802ffffffffffffffff03000000000000e03f010153"
                                + "c952dd"),
                new Golden(
                        new CatalogChange.PartitionPut(
                                C,
                                new Partition(
                                        new PartitionId(32), "_default", T, new Partition.PartitionState.Active())),
                        "catalog/partition/000000000000001f/0000000000000020",
                        "01085f64656661756c74ac02006ad218a7"),
                new Golden(
                        new CatalogChange.PartitionPut(
                                C,
                                new Partition(
                                        new PartitionId(32), "ü", T, new Partition.PartitionState.Dropping(T.plus(1)))),
                        "catalog/partition/000000000000001f/0000000000000020",
                        "0102c3bcac0201ad024c3998b8"),
                new Golden(
                        new CatalogChange.AliasPut(new QualifiedName(new DatabaseId(1), "a_b"), C),
                        "catalog/alias/0000000000000001/a_b",
                        "011f73a1a642"),
                new Golden(
                        new CatalogChange.IndexPut(
                                C,
                                new IndexDefinition(
                                        new IndexId(33),
                                        new FieldId(101),
                                        "vec",
                                        "HNSW",
                                        ordered("metric_type", "L2", "M", "16"),
                                        Map.of("index_type", "AUTOINDEX"),
                                        T)),
                        "catalog/index/000000000000001f/0000000000000021",
                        "01650376656304484e5357020b6d65747269635f74797065024c32014d023136010a696e6465785f7479706509415554"
                                + "4f494e444558ac02467a2918"),
                new Golden(
                        new CatalogChange.LoadPut(
                                C,
                                new LoadState.CollectionLoaded(
                                        2, List.of("pk"), List.of(new PartitionId(5)), List.of())),
                        "catalog/load/000000000000001f",
                        "0101020102706b0105c1f2f1ad"),
                new Golden(
                        new CatalogChange.LoadPut(
                                C,
                                new LoadState.PartitionsLoaded(1, List.of(), List.of(new PartitionId(200)), List.of())),
                        "catalog/load/000000000000001f",
                        "0102010001c801964b03d4"),
                new Golden(
                        new CatalogChange.LoadPut(
                                C,
                                new LoadState.CollectionLoaded(
                                        2, List.of("pk"), List.of(new PartitionId(5)), List.of("b", "a"))),
                        "catalog/load/000000000000001f",
                        "0103020102706b010502016101626de1ddbc"),
                new Golden(
                        new CatalogChange.ResourceGroupPut(new ResourceGroup(
                                "rg/1",
                                new ResourceGroup.Config(1, 2, List.of("x"), List.of("y"), Map.of("k", "v")),
                                List.of(new MemberId("query-1")))),
                        "catalog/resourcegroup/rg/1",
                        "01010201017801017901016b0176010771756572792d3112c35f0b"),
                new Golden(
                        new CatalogChange.SegmentPut(segment()),
                        "catalog/segment/000000000000001f/0000000000000007",
                        "010320c0843dac02b102b50201137365676d656e74732f33312f372f312e636f6c8020012115696e64657865732f3331"
                                + "2f372f33332f312e6964784d2d90afb5"),
                new Golden(
                        new CatalogChange.DeltaPut(new DeltaEntry(
                                new SegmentId(8), new ShardId(C, 3), 12, T, T.plus(1), new StoredFile("d", 5))),
                        "catalog/delta/000000000000001f/0000000000000008",
                        "01030cac02ad020164050245e0d3"),
                new Golden(
                        new CatalogChange.CheckpointPut(new ShardId(C, 3), new ShardCheckpoint(Long.MAX_VALUE, T)),
                        "catalog/checkpoint/000000000000001f/0000000000000003",
                        "01ffffffffffffffff7fac02f6dce7cb"));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void theBytesStayAsTheyAre(Golden golden) {
        // Goal: a data directory of today opens for ever. Method: keys and values are compared with fixed bytes.
        Change.Put put = (Change.Put) CatalogCodec.encode(golden.change());
        assertThat(put.key()).isEqualTo(golden.key());
        assertThat(HexFormat.of().formatHex(put.value())).isEqualTo(golden.hex());
    }

    @ParameterizedTest
    @MethodSource("golden")
    void whatIsWrittenIsRead(Golden golden) {
        // Goal: round trip. Method: decode what was encoded, compare, also with unknown bytes after the last field.
        Change.Put put = (Change.Put) CatalogCodec.encode(golden.change());
        assertThat(CatalogCodec.decode(put.key(), put.value())).isEqualTo(golden.change());
        assertThat(CatalogCodec.decode(put.key(), longer(put))).isEqualTo(golden.change());
    }

    @ParameterizedTest
    @MethodSource("golden")
    void everyFlippedBitIsFound(Golden golden) {
        // Goal: damage is named, never served. Method: flip each bit; also move the value to another key.
        Change.Put put = (Change.Put) CatalogCodec.encode(golden.change());
        for (int bit = 0; bit < put.value().length * 8; bit++) {
            byte[] damaged = put.value().clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> CatalogCodec.decode(put.key(), damaged))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining(put.key());
        }
        assertThatThrownBy(() -> CatalogCodec.decode(put.key().replace("1", "2"), put.value()))
                .isInstanceOf(DatabaseException.class);
    }

    @Test
    void aValueOfALaterFormatIsRefused() {
        // Goal: an old program says why it cannot open new data. Method: a valid value of version 9.
        String key = "catalog/load/0000000000000001";
        byte[] value = new ValueWriter(9).number(1).end(key);
        assertThatThrownBy(() -> CatalogCodec.decode(key, value)).hasMessageContaining("format version 9");
    }

    @Test
    void headAndResultsAreRead() {
        // Goal: round trip of what is kept beside the catalog. Method: encode, decode, compare.
        CatalogHead head = new CatalogHead(7, T, 70_000, -5, 12, new CatalogFormats(1, 2));
        Change.Put put = (Change.Put) CatalogCodec.encode(head);
        assertThat(RequestValues.decodeHead(put.key(), put.value())).isEqualTo(head);
        StoredResults results = new StoredResults(
                7,
                1_700_000_000_000L,
                List.of(new StoredResults.Result(new RequestId("r"), new CommandResult(6, 9, true))));
        Change.Put stored = (Change.Put) CatalogCodec.encode(results);
        assertThat(RequestValues.decodeResults(stored.key(), stored.value())).isEqualTo(results);
    }

    private static byte[] longer(Change.Put put) {
        byte[] value = put.value();
        ValueWriter writer = new ValueWriter(value[0]);
        for (int i = 1; i < value.length - 4; i++) {
            writer.flag(false);
        }
        byte[] body = writer.flag(true).flag(true).end(put.key());
        System.arraycopy(value, 0, body, 0, value.length - 4);
        int sum = ValueWriter.checksum(put.key(), body, body.length - 4);
        for (int i = 0; i < 4; i++) {
            body[body.length - 4 + i] = (byte) (sum >>> 8 * i);
        }
        return body;
    }

    private static CollectionHead head(CollectionState state) {
        FieldSchema pk = new FieldSchema(new FieldId(100), "pk", DataType.INT64, FieldTraits.key(true), Map.of());
        FieldSchema tags = new FieldSchema(
                new FieldId(101),
                "tags",
                DataType.ARRAY,
                Optional.of(DataType.VARCHAR),
                FieldTraits.NULLABLE,
                ordered("max_capacity", "4", "max_length", "10"),
                Optional.of(new Value.ListValue(List.of(
                        new Value.StringValue("x"),
                        new Value.LongValue(-1),
                        new Value.DoubleValue(0.5),
                        new Value.BoolValue(true)))),
                "some tags");
        return new CollectionHead(
                C,
                new DatabaseId(1),
                "docs",
                T,
                state,
                new CollectionSchema("text", List.of(pk, tags), 3),
                new CollectionSettings(2, ConsistencyLevel.STRONG, Map.of("collection.ttl.seconds", "9"), 0));
    }

    private static SegmentEntry segment() {
        return new SegmentEntry(
                new SegmentId(7),
                new ShardId(C, 3),
                new PartitionId(32),
                1_000_000,
                T,
                T.plus(5),
                T.plus(9),
                new StoredFile("segments/31/7/1.col", 4096),
                PersistentMap.<IndexId, StoredFile>empty()
                        .with(new IndexId(33), new StoredFile("indexes/31/7/33/1.idx", 77)),
                true);
    }

    private static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
