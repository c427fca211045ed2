package io.windhover.coordinator.catalog;

import static io.windhover.coordinator.Samples.create;
import static io.windhover.coordinator.Samples.dropPartition;
import static io.windhover.coordinator.Samples.fields;
import static io.windhover.coordinator.Samples.index;
import static io.windhover.coordinator.Samples.load;
import static io.windhover.coordinator.Samples.partition;
import static io.windhover.coordinator.Samples.release;
import static io.windhover.coordinator.Samples.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.coordinator.Samples;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.TimeToLive;
import io.windhover.model.role.Command;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row: what was before, one command, what is decided. */
class DecisionTableTest {
    private static final CatalogLimits SMALL = new CatalogLimits(2, 4, 3, 3, 9, 4, 5, 3);

    /** One row of the table; {@code refusal} empty = a commit or, with {@code changed} false, no change. */
    record Row(String name, List<Command> before, Command command, ErrorCode code, String refusal, boolean changed) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource({"databases", "collections", "schemas", "partitions", "aliases", "indexes", "loads", "limits"})
    void decides(Row row) {
        // Goal: every rule of DDL, with Milvus's texts. Method: a table.
        Deciding deciding = new Deciding(SMALL).with(row.before().toArray(Command[]::new));
        CatalogState before = deciding.state();
        Decision decision = deciding.decide(row.command());
        switch (decision) {
            case Decision.Commit commit -> {
                assertThat(row.refusal()).isEmpty();
                assertThat(row.changed()).isTrue();
                assertThat(commit.changes()).isNotEmpty();
                assertThat(commit.next().catalog().version())
                        .isEqualTo(before.catalog().version() + 1);
                assertThat(commit.result().changed()).isTrue();
            }
            case Decision.Already already -> {
                assertThat(row.refusal()).isEmpty();
                assertThat(row.changed()).isFalse();
                assertThat(already.result().catalogVersion())
                        .isEqualTo(before.catalog().version());
            }
            case Decision.Reject reject -> {
                assertThat(reject.message()).isEqualTo(row.refusal());
                assertThat(reject.code()).isEqualTo(row.code());
            }
        }
    }

    static Stream<Row> databases() {
        Command db = new Command.CreateDatabase("db", Map.of());
        Command inDb = new Command.CreateCollection("db", "c", "", fields(), settings(1));
        return Stream.of(
                changed("a new database", List.of(), db),
                refused("one that exists", List.of(db), db, "database already exist: db"),
                refused("the default one again", List.of(), createDb("default"), "database already exist: default"),
                refused(
                        "a database too many",
                        List.of(createDb("a"), createDb("b")),
                        db,
                        ErrorCode.DATABASE_NUM_LIMIT_EXCEEDED,
                        "exceeded the limit number of database[limit=2]"),
                refused(
                        "a database without a name",
                        List.of(),
                        createDb(""),
                        ErrorCode.DATABASE_INVALID_NAME,
                        "invalid database name[database=]"),
                changed("drop an empty database", List.of(db), new Command.DropDatabase("db")),
                same("drop an absent database", List.of(), new Command.DropDatabase("db")),
                refused(
                        "drop the default database",
                        List.of(),
                        new Command.DropDatabase("default"),
                        "can not drop default database"),
                refused(
                        "drop a database that is not empty",
                        List.of(db, inDb),
                        new Command.DropDatabase("db"),
                        "database:db not empty, must drop all collections before drop database"),
                changed(
                        "drop a database whose collections were dropped",
                        List.of(db, inDb, new Command.DropCollection("db", "c")),
                        new Command.DropDatabase("db")),
                changed("alter a database", List.of(db), new Command.AlterDatabase("db", Map.of("k", "v"), List.of())),
                same(
                        "alter a database to what it is",
                        List.of(db),
                        new Command.AlterDatabase("db", Map.of(), List.of("k"))),
                refused(
                        "alter an absent database",
                        List.of(),
                        new Command.AlterDatabase("db", Map.of(), List.of()),
                        ErrorCode.DATABASE_NOT_FOUND,
                        "database not found[database=db]"));
    }

    static Stream<Row> collections() {
        Command db = new Command.CreateDatabase("db", Map.of());
        Command alias = new Command.CreateAlias("", "c", "a");
        Command other = new Command.CreateCollection("", "c", "", fields(), settings(2));
        return Stream.of(
                changed("a new collection", List.of(), create("c")),
                same("the same collection again", List.of(create("c")), create("c")),
                refused(
                        "the same name with other parameters",
                        List.of(create("c")),
                        other,
                        "create duplicate collection with different parameters, collection: c"),
                refused(
                        "the name of an alias",
                        List.of(create("c"), alias),
                        create("a"),
                        "collection name [a] conflicts with an existing alias, please choose a unique name"),
                refused(
                        "in an absent database",
                        List.of(),
                        new Command.CreateCollection("db", "c", "", fields(), settings(1)),
                        ErrorCode.DATABASE_NOT_FOUND,
                        "database not found[database=db]"),
                refused(
                        "too many shards",
                        List.of(),
                        new Command.CreateCollection("", "c", "", fields(), settings(5)),
                        "maximum shards's number should be limited to 4"),
                changed("drop", List.of(create("c")), new Command.DropCollection("", "c")),
                changed("drop what is loaded", loaded(), new Command.DropCollection("", "c")),
                same("drop an absent collection", List.of(), new Command.DropCollection("", "c")),
                changed("create after drop", List.of(create("c"), new Command.DropCollection("", "c")), create("c")),
                refused(
                        "drop by alias",
                        List.of(create("c"), alias),
                        new Command.DropCollection("", "a"),
                        "cannot drop the collection via alias = a"),
                refused(
                        "drop what has aliases",
                        List.of(create("c"), alias, new Command.CreateAlias("", "c", "b")),
                        new Command.DropCollection("", "c"),
                        "unable to drop the collection [c] because it has associated aliases [a b], "
                                + "please remove all aliases before dropping the collection"),
                changed("rename", List.of(create("c")), rename("c", "", "d")),
                changed("rename into another database", List.of(create("c"), db), rename("c", "db", "c")),
                changed("rename with an alias", List.of(create("c"), alias), rename("c", "", "d")),
                refused(
                        "rename into another database with an alias",
                        List.of(create("c"), db, alias),
                        rename("c", "db", "c"),
                        "fail to rename db name, must drop all aliases of this collection before rename"),
                refused(
                        "rename by alias",
                        List.of(create("c"), alias),
                        rename("a", "", "d"),
                        "unsupported use an alias to rename collection, alias:a"),
                refused(
                        "rename to an alias",
                        List.of(create("c"), alias),
                        rename("c", "", "a"),
                        "cannot rename collection to an existing alias: a"),
                refused(
                        "rename to a collection",
                        List.of(create("c"), create("d")),
                        rename("c", "", "d"),
                        "duplicated new collection name default:d with other collection name or alias"),
                refused(
                        "rename an absent collection",
                        List.of(),
                        rename("c", "", "d"),
                        ErrorCode.COLLECTION_NOT_FOUND,
                        "collection not found[database=default][collection=c]"),
                changed("alter", List.of(create("c")), alter(Map.of("collection.ttl.seconds", "5"))),
                same(
                        "alter to the same life",
                        List.of(create("c"), alter(Map.of(TimeToLive.PROPERTY, "5"))),
                        alter(Map.of(TimeToLive.PROPERTY, "5"))),
                refused(
                        "alter to a life without a number",
                        List.of(create("c")),
                        alter(Map.of(TimeToLive.PROPERTY, "soon")),
                        "collection TTL is not a valid positive integer"),
                refused(
                        "alter to too long a life",
                        List.of(create("c")),
                        alter(Map.of(TimeToLive.PROPERTY, "3155760001")),
                        "collection TTL is out of range, expect [-1, 3155760000], got 3155760001"),
                refused(
                        "create with less than no life",
                        List.of(),
                        new Command.CreateCollection(
                                "",
                                "c",
                                "",
                                fields(),
                                new CollectionSettings(
                                        1, ConsistencyLevel.BOUNDED, Map.of(TimeToLive.PROPERTY, "-2"), 0)),
                        "collection TTL is out of range, expect [-1, 3155760000], got -2"),
                changed(
                        "alter by alias",
                        List.of(create("c"), alias),
                        new Command.AlterCollection("", "a", Map.of("k", "v"), List.of())),
                changed("alter the description", List.of(create("c")), alter(Map.of("collection.description", "x"))),
                changed("alter the consistency", List.of(create("c")), alter(Map.of("consistency_level", "Strong"))),
                same("alter to the same", List.of(create("c")), alter(Map.of("consistency_level", "2"))),
                refused(
                        "alter to an unknown consistency",
                        List.of(create("c")),
                        alter(Map.of("consistency_level", "None")),
                        "invalid consistency level: None"),
                refused(
                        "alter mmap of what is loaded",
                        loaded(),
                        alter(Map.of("mmap.enabled", "true")),
                        ErrorCode.COLLECTION_LOADED,
                        "can not alter mmap properties if collection loaded: "
                                + "collection already loaded[collection=c]"));
    }

    static Stream<Row> schemas() {
        FieldSchema plain = field("n", DataType.INT64, FieldTraits.PLAIN, Map.of());
        FieldSchema nullable = field("n", DataType.INT64, FieldTraits.NULLABLE, Map.of());
        FieldSchema vector = field("v", DataType.FLOAT_VECTOR, FieldTraits.NULLABLE, Map.of("dim", "4"));
        List<FieldSchema> twice = new ArrayList<>(fields());
        twice.add(field("vec", DataType.INT64, FieldTraits.PLAIN, Map.of()));
        List<FieldSchema> noKey = fields().subList(1, 3);
        return Stream.of(
                refused("two fields of one name", List.of(), createWith(twice), "duplicated field name vec found"),
                refused(
                        "no primary key",
                        List.of(),
                        createWith(noKey),
                        ErrorCode.COLLECTION_ILLEGAL_SCHEMA,
                        "illegal collection schema[collection=c][primary keys=not one]"),
                changed("add a field", List.of(create("c")), new Command.AddField("", "c", nullable)),
                refused(
                        "add a field that is not nullable",
                        List.of(create("c")),
                        new Command.AddField("", "c", plain),
                        "added field must be nullable, please check it, field name = n"),
                refused(
                        "add a field that exists",
                        List.of(create("c"), new Command.AddField("", "c", nullable)),
                        new Command.AddField("", "c", nullable),
                        "duplicated field name n found"),
                refused(
                        "add a vector",
                        List.of(create("c")),
                        new Command.AddField("", "c", vector),
                        "not support to add vector field, field name = v"),
                refused(
                        "add a field too many",
                        List.of(create("c"), addField("a"), addField("b")),
                        addField("d"),
                        "maximum field's number should be limited to 5"),
                changed("alter max_length", List.of(create("c")), alterField("text", Map.of("max_length", "99"))),
                same(
                        "alter max_length to the same",
                        List.of(create("c")),
                        alterField("text", Map.of("max_length", "64"))),
                refused(
                        "alter max_length beyond all bounds",
                        List.of(create("c")),
                        alterField("text", Map.of("max_length", "65536")),
                        "the maximum length specified for the field(text) should be in (0, 65535], "
                                + "but got 65536 instead"),
                refused(
                        "alter dim",
                        List.of(create("c")),
                        alterField("vec", Map.of("dim", "16")),
                        "dim does not allow update in collection field param"),
                refused(
                        "alter an absent field",
                        List.of(create("c")),
                        alterField("x", Map.of("max_length", "16")),
                        ErrorCode.FIELD_NOT_FOUND,
                        "field not found[fieldName=x]"),
                refused(
                        "alter mmap of a field of what is loaded",
                        loaded(),
                        alterField("vec", Map.of("mmap.enabled", "true")),
                        ErrorCode.COLLECTION_LOADED,
                        "can not alter collection field properties if collection loaded: "
                                + "collection already loaded[collection=c]"));
    }

    static Stream<Row> partitions() {
        Command p = partition("c", "p");
        List<FieldSchema> keyed = new ArrayList<>(fields());
        FieldTraits key = new FieldTraits(false, false, false, true, false, false);
        keyed.add(new FieldSchema(new FieldId(110), "tenant", DataType.INT64, key, Map.of()));
        Command keyedCollection = new Command.CreateCollection(
                "", "c", "", keyed, new CollectionSettings(1, ConsistencyLevel.BOUNDED, Map.of(), 3));
        return Stream.of(
                changed("a new partition", List.of(create("c")), p),
                changed("by alias", List.of(create("c"), new Command.CreateAlias("", "c", "a")), partition("a", "p")),
                same("a partition that exists", List.of(create("c"), p), p),
                same("the default one", List.of(create("c")), partition("c", "_default")),
                refused(
                        "in an absent collection",
                        List.of(),
                        p,
                        ErrorCode.COLLECTION_NOT_FOUND,
                        "collection not found[database=default][collection=c]"),
                refused(
                        "a partition too many",
                        List.of(create("c"), p, partition("c", "q")),
                        partition("c", "r"),
                        "partition number (3) exceeds max configuration (3), collection: c"),
                changed(
                        "dropped ones do not count",
                        List.of(create("c"), p, partition("c", "q"), dropPartition("c", "q")),
                        partition("c", "r")),
                refused(
                        "with a partition key",
                        List.of(keyedCollection),
                        p,
                        "disable create partition if partition key mode is used"),
                refused(
                        "drop with a partition key",
                        List.of(keyedCollection),
                        dropPartition("c", "_default_1"),
                        "disable drop partition if partition key mode is used"),
                refused(
                        "load some with a partition key",
                        List.of(keyedCollection, index("c")),
                        load("c", "_default_1"),
                        "disable load partitions if partition key mode is used"),
                changed("several at once", List.of(create("c")), partitions("p", "q")),
                changed("several, one of which exists", List.of(create("c"), p), partitions("p", "q")),
                same("several that exist", List.of(create("c"), partitions("p", "q")), partitions("q", "p")),
                refused(
                        "several with one too many",
                        List.of(create("c")),
                        partitions("p", "q", "r"),
                        "partition number (3) exceeds max configuration (3), collection: c, partition: r"),
                refused(
                        "several with one twice",
                        List.of(create("c")),
                        partitions("p", "q", "p"),
                        "duplicated partition name: p"),
                changed("drop several", List.of(create("c"), partitions("p", "q")), dropPartitions("p", "q")),
                changed("drop several, one absent", List.of(create("c"), p), dropPartitions("x", "p")),
                same("drop several that are absent", List.of(create("c")), dropPartitions("x", "y")),
                refused(
                        "drop one twice at once",
                        List.of(create("c"), p),
                        dropPartitions("p", "p"),
                        "duplicated partition name: p"),
                refused(
                        "drop several with the default one",
                        List.of(create("c"), p),
                        dropPartitions("p", "_default"),
                        "default partition cannot be deleted"),
                refused(
                        "drop several of which one is loaded",
                        List.of(create("c"), index("c"), partitions("p", "q"), load("c", "q")),
                        dropPartitions("p", "q"),
                        "partition cannot be dropped, partition is loaded, please release it first, partition: q"),
                changed(
                        "drop several that were released from all",
                        List.of(create("c"), index("c"), partitions("p", "q"), load("c"), release("c", "p", "q")),
                        dropPartitions("p", "q")),
                changed("drop", List.of(create("c"), p), dropPartition("c", "p")),
                same("drop an absent one", List.of(create("c")), dropPartition("c", "p")),
                same("drop one twice", List.of(create("c"), p, dropPartition("c", "p")), dropPartition("c", "p")),
                changed("create after drop", List.of(create("c"), p, dropPartition("c", "p")), p),
                refused(
                        "drop the default one",
                        List.of(create("c")),
                        dropPartition("c", "_default"),
                        "default partition cannot be deleted"),
                refused(
                        "drop what is loaded with all",
                        List.of(create("c"), index("c"), p, load("c")),
                        dropPartition("c", "p"),
                        "partition cannot be dropped, partition is loaded, please release it first"),
                changed(
                        "drop what was released from all",
                        List.of(create("c"), index("c"), p, load("c"), release("c", "p")),
                        dropPartition("c", "p")),
                changed(
                        "drop while another one is loaded",
                        List.of(create("c"), index("c"), p, load("c", "_default")),
                        dropPartition("c", "p")));
    }

    private static Command partitions(String... names) {
        return new Command.CreatePartitions("", "c", List.of(names));
    }

    private static Command dropPartitions(String... names) {
        return new Command.DropPartitions("", "c", List.of(names));
    }

    static Stream<Row> aliases() {
        Command a = new Command.CreateAlias("", "c", "a");
        List<Command> two = List.of(create("c"), create("d"), a);
        return Stream.of(
                changed("a new alias", List.of(create("c")), a),
                same("the same alias", List.of(create("c"), a), a),
                refused(
                        "an alias of another collection",
                        two,
                        new Command.CreateAlias("", "d", "a"),
                        ErrorCode.ALIAS_ALREADY_EXIST,
                        "a is alias to another collection: c: alias already exist[database=default][alias=a]"),
                refused(
                        "the name of a collection",
                        two,
                        new Command.CreateAlias("", "c", "d"),
                        ErrorCode.ALIAS_COLLECTION_NAME_CONFLICT,
                        "alias and collection name conflict[database=default][alias=d]"),
                refused(
                        "of an absent collection",
                        List.of(),
                        a,
                        ErrorCode.COLLECTION_NOT_FOUND,
                        "collection not found[database=default][collection=c]"),
                refused(
                        "of an alias",
                        two,
                        new Command.CreateAlias("", "a", "b"),
                        ErrorCode.COLLECTION_NOT_FOUND,
                        "collection not found[database=default][collection=a]"),
                changed("drop", two, new Command.DropAlias("", "a")),
                same("drop an absent alias", List.of(), new Command.DropAlias("", "a")),
                changed("alter", two, new Command.AlterAlias("", "d", "a")),
                same("alter to the same", two, new Command.AlterAlias("", "c", "a")),
                refused(
                        "alter an absent alias",
                        two,
                        new Command.AlterAlias("", "c", "b"),
                        ErrorCode.ALIAS_NOT_FOUND,
                        "alias not found[database=default][alias=b]"));
    }

    static Stream<Row> indexes() {
        List<Command> indexed = List.of(create("c"), index("c"));
        List<FieldSchema> withJson = new ArrayList<>(fields());
        withJson.add(new FieldSchema(new FieldId(110), "json", DataType.JSON, FieldTraits.PLAIN, Map.of()));
        List<Command> jsonIndexed = List.of(createWith(withJson), pathIndex("", "/a", "BOOL"));
        List<Command> full = new ArrayList<>(List.of(createWith(withJson)));
        IntStream.range(0, 1024).forEach(i -> full.add(pathIndex("", "/" + i, "BOOL")));
        Map<String, String> ip = Map.of("metric_type", "IP");
        return Stream.of(
                changed("a new index", List.of(create("c")), index("c")),
                same("the same index", indexed, index("c")),
                refused(
                        "another index of the same name",
                        indexed,
                        new Command.CreateIndex("", "c", "vec", "", "HNSW", ip, ip),
                        "CreateIndex failed: at most one distinct index is allowed per field"),
                refused(
                        "a second index on a field",
                        indexed,
                        new Command.CreateIndex("", "c", "vec", "other", "HNSW", ip, ip),
                        "CreateIndex failed: creating multiple indexes on same field is not supported"),
                refused(
                        "on an absent field",
                        List.of(create("c")),
                        new Command.CreateIndex("", "c", "x", "", "HNSW", ip, ip),
                        "cannot create index on non-exist field: x"),
                changed("a scalar index", indexed, scalarIndex()),
                changed("a JSON path", jsonIndexed, pathIndex("", "/b", "BOOL")),
                same("the same JSON path", jsonIndexed, pathIndex("", "/a", "BOOL")),
                refused(
                        "the same JSON path with another cast",
                        jsonIndexed,
                        pathIndex("", "/a", "DOUBLE"),
                        "CreateIndex failed: at most one distinct index is allowed per field"),
                refused(
                        "more indexes than a collection has",
                        full,
                        pathIndex("", "/a", "BOOL"),
                        "CreateIndex failed: a collection has at most 1024 indexes"),
                refused(
                        "the same JSON path by another name",
                        jsonIndexed,
                        pathIndex("other", "/a", "BOOL"),
                        "CreateIndex failed: creating multiple indexes on same field is not supported"),
                changed("drop by name", indexed, new Command.DropIndex("", "c", "", "vec")),
                changed("drop by field", indexed, new Command.DropIndex("", "c", "vec", "")),
                changed("drop all", indexed, new Command.DropIndex("", "c", "", "")),
                same("drop an absent one", indexed, new Command.DropIndex("", "c", "", "x")),
                refused(
                        "drop a vector index of what is loaded",
                        loaded(),
                        new Command.DropIndex("", "c", "", "vec"),
                        "vector index cannot be dropped on loaded collection: 100"),
                changed(
                        "drop a scalar index of what is loaded",
                        List.of(create("c"), index("c"), scalarIndex(), load("c")),
                        new Command.DropIndex("", "c", "text", "")),
                changed("alter", indexed, alterIndex("vec", "mmap.enabled")),
                refused(
                        "alter what cannot be altered",
                        indexed,
                        alterIndex("vec", "M"),
                        "M is not a configable index property"),
                refused(
                        "alter an absent index",
                        indexed,
                        alterIndex("x", "mmap.enabled"),
                        ErrorCode.INDEX_NOT_FOUND,
                        "index not found[indexName=x]"),
                refused(
                        "alter an index of what is loaded",
                        loaded(),
                        alterIndex("vec", "mmap.enabled"),
                        ErrorCode.COLLECTION_LOADED,
                        "can't alter index on loaded collection, please release the collection first: "
                                + "collection already loaded[collection=c]"));
    }

    static Stream<Row> loads() {
        List<Command> p = List.of(create("c"), index("c"), partition("c", "p"));
        return Stream.of(
                changed("load", p, load("c")),
                same("load twice", plus(p, load("c")), load("c")),
                changed("load all after some", plus(p, load("c", "p")), load("c")),
                same("load some after all", plus(p, load("c")), load("c", "p")),
                changed("load some more", plus(p, load("c", "p")), load("c", "_default")),
                changed("load again what was released", plus(p, load("c"), release("c", "p")), load("c", "p")),
                refused(
                        "load without an index",
                        List.of(create("c")),
                        load("c"),
                        ErrorCode.INDEX_NOT_FOUND,
                        "index not found[collection=c]"),
                refused(
                        "load without a vector index",
                        List.of(create("c"), scalarIndex()),
                        load("c"),
                        "there is no vector index on field: [vec], please create index firstly"),
                refused(
                        "load an absent partition",
                        p,
                        load("c", "x"),
                        ErrorCode.PARTITION_NOT_FOUND,
                        "partition not found[partition=x]"),
                refused(
                        "load several of which one is absent",
                        p,
                        load("c", "p", "x"),
                        ErrorCode.PARTITION_NOT_FOUND,
                        "partition not found[partition=x]"),
                refused(
                        "release several of which one is absent",
                        plus(p, load("c")),
                        release("c", "p", "x"),
                        ErrorCode.PARTITION_NOT_FOUND,
                        "partition not found[partition=x]"),
                refused(
                        "load with more replicas",
                        plus(p, load("c")),
                        new Command.Load("", "c", List.of(), 2, List.of()),
                        "the number of replicas (2) exceeds the number of query nodes (1)"),
                refused(
                        "load with more replicas than there can be",
                        p,
                        Samples.load("c", Integer.MAX_VALUE),
                        "the number of replicas (2147483647) is more than any collection can have (4096)"),
                same("load with as many replicas as before", plus(p, load("c")), Samples.load("c", 0)),
                refused(
                        "load into a group that does not exist",
                        p,
                        Samples.load("c", 1, "x"),
                        ErrorCode.RESOURCE_GROUP_NOT_FOUND,
                        "resource group not found[rg=x]"),
                refused(
                        "load into more groups than replicas",
                        p,
                        Samples.load("c", 1, "x", "y"),
                        "failed to spawn replica for collection: replica=[1] resource group=[x,y], "
                                + "resource group num can only be 0, 1 or same as replica number"),
                refused(
                        "load into a group without members",
                        plus(p, Samples.group("x", 0, 1)),
                        Samples.load("c", 1, "x"),
                        ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH,
                        "failed to spawn replica for collection: resource group node not enough"
                                + "[rg=x][currentNodeNum=0][expectedNodeNum=1]"),
                refused(
                        "load without the key",
                        p,
                        new Command.Load("", "c", List.of(), 1, List.of("vec")),
                        "load field list [vec] does not contain primary key field pk"),
                changed("release", plus(p, load("c")), release("c")),
                same("release what is released", p, release("c")),
                same("release a partition of what is released", p, release("c", "p")),
                changed("release one of all", plus(p, load("c")), release("c", "p")),
                same("release one twice", plus(p, load("c"), release("c", "p")), release("c", "p")),
                changed("release one of some", plus(p, load("c", "p")), release("c", "p")),
                refused(
                        "release an absent partition",
                        p,
                        release("c", "x"),
                        ErrorCode.PARTITION_NOT_FOUND,
                        "partition not found[partition=x]"));
    }

    static Stream<Row> limits() {
        Command wide = new Command.CreateCollection("", "w", "", fields(), settings(4));
        return Stream.of(
                refused(
                        "a collection too many in its database",
                        List.of(create("a"), create("b"), create("c")),
                        create("d"),
                        ErrorCode.COLLECTION_NUM_LIMIT_EXCEEDED,
                        "exceeded the limit number of collections[dbName=default][limit=3]"),
                changed(
                        "dropped collections do not count",
                        List.of(create("a"), create("b"), create("c"), new Command.DropCollection("", "a")),
                        create("d")),
                refused(
                        "the database's own limit",
                        List.of(
                                new Command.AlterDatabase("", Map.of("database.max.collections", "1"), List.of()),
                                create("a")),
                        create("b"),
                        ErrorCode.COLLECTION_NUM_LIMIT_EXCEEDED,
                        "exceeded the limit number of collections[dbName=default][limit=1]"),
                refused(
                        "more partitions and shards than there is capacity for",
                        List.of(wide, create("a"), partition("w", "p")),
                        create("b"),
                        ErrorCode.GENERAL_CAPACITY_EXCEEDED,
                        "failed checking constraint: sum_collections(parition*shard) exceeding the max general "
                                + "capacity:: general capacity exceeded[newGeneralSize=10][generalCapacity=9]"),
                changed(
                        "capacity comes back with a drop",
                        List.of(wide, create("a"), partition("w", "p"), dropPartition("w", "p")),
                        create("b")));
    }

    private static List<Command> loaded() {
        return List.of(create("c"), index("c"), load("c"));
    }

    private static Command createDb(String name) {
        return new Command.CreateDatabase(name, Map.of());
    }

    private static Command rename(String from, String database, String to) {
        return new Command.RenameCollection("", from, database, to);
    }

    private static Command alter(Map<String, String> set) {
        return new Command.AlterCollection("", "c", set, List.of());
    }

    private static Command alterField(String field, Map<String, String> set) {
        return new Command.AlterField("", "c", field, set, List.of());
    }

    private static Command alterIndex(String index, String key) {
        return new Command.AlterIndex("", "c", index, Map.of(key, "true"), List.of());
    }

    private static Command scalarIndex() {
        return new Command.CreateIndex("", "c", "text", "", "INVERTED", Map.of(), Map.of());
    }

    private static Command pathIndex(String name, String path, String cast) {
        Map<String, String> params = Map.of("json_path", path, "json_cast_type", cast);
        return new Command.CreateIndex("", "c", "json", name, "INVERTED", params, params);
    }

    private static Command createWith(List<FieldSchema> fields) {
        return new Command.CreateCollection("", "c", "", fields, settings(1));
    }

    private static Command addField(String name) {
        return new Command.AddField("", "c", field(name, DataType.INT8, FieldTraits.NULLABLE, Map.of()));
    }

    private static FieldSchema field(String name, DataType type, FieldTraits traits, Map<String, String> params) {
        return new FieldSchema(new FieldId(200), name, type, traits, params);
    }

    private static List<Command> plus(List<Command> list, Command... more) {
        List<Command> longer = new ArrayList<>(list);
        longer.addAll(List.of(more));
        return longer;
    }

    private static Row changed(String name, List<Command> before, Command command) {
        return new Row(name, before, command, ErrorCode.UNEXPECTED, "", true);
    }

    private static Row same(String name, List<Command> before, Command command) {
        return new Row(name, before, command, ErrorCode.UNEXPECTED, "", false);
    }

    private static Row refused(String name, List<Command> before, Command command, String text) {
        ErrorCode code = ErrorCode.PARAMETER_INVALID;
        return refused(name, before, command, code, text + ": " + code.text());
    }

    private static Row refused(String name, List<Command> before, Command command, ErrorCode code, String text) {
        return new Row(name, before, command, code, text, false);
    }
}
