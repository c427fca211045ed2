import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.milvus.common.resourcegroup.*;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.common.ConsistencyLevel;
import io.milvus.v2.common.DataType;
import io.milvus.v2.common.IndexParam;
import io.milvus.v2.exception.MilvusClientException;
import io.milvus.v2.service.collection.request.*;
import io.milvus.v2.service.index.request.*;
import io.milvus.v2.service.partition.request.*;
import io.milvus.v2.service.resourcegroup.request.*;
import io.milvus.v2.service.resourcegroup.response.DescribeResourceGroupResp;
import io.milvus.v2.service.utility.request.FlushReq;
import io.milvus.v2.service.vector.request.*;
import io.milvus.v2.service.vector.request.data.*;
import io.milvus.v2.service.vector.request.ranker.RRFRanker;
import io.milvus.v2.service.vector.response.*;
import java.util.*;

/** One scenario through the Java SDK (2.5 and 2.6): create, write, flush, index, load, read, release, drop. */
public class Scenario {
    static final String NAME = "scenario_java";
    static final int DIM = 16;
    static final int ROWS = 300;

    public static void main(String[] arguments) {
        Random random = new Random(20260101);
        MilvusClientV2 client = new MilvusClientV2(ConnectConfig.builder().uri(arguments[0]).build());
        System.out.println("server " + client.getServerVersion() + ", seed 20260101");
        client.dropCollection(DropCollectionReq.builder().collectionName(NAME).build());
        create(client);
        System.out.println("created");
        List<float[]> vectors = insert(client, random);
        client.flush(FlushReq.builder().collectionNames(List.of(NAME)).build());
        System.out.println("inserted, flushed");
        index(client);
        client.loadCollection(LoadCollectionReq.builder().collectionName(NAME).build());
        check(client.getLoadState(GetLoadStateReq.builder().collectionName(NAME).build()), "loaded");
        System.out.println("indexed, loaded");
        search(client, vectors);
        System.out.println("searched");
        query(client);
        System.out.println("queried");
        errors(client);
        groups(client);
        System.out.println("grouped");
        client.createPartition(CreatePartitionReq.builder().collectionName(NAME).partitionName("side").build());
        check(client.listPartitions(ListPartitionsReq.builder().collectionName(NAME).build()).size() == 2, "two partitions");
        client.releasePartitions(ReleasePartitionsReq.builder().collectionName(NAME).partitionNames(List.of("side")).build());
        client.dropPartition(DropPartitionReq.builder().collectionName(NAME).partitionName("side").build());
        client.releaseCollection(ReleaseCollectionReq.builder().collectionName(NAME).build());
        client.dropCollection(DropCollectionReq.builder().collectionName(NAME).build());
        check(!client.hasCollection(HasCollectionReq.builder().collectionName(NAME).build()), "dropped");
        client.close();
        System.out.println("scenario passed");
    }

    static void groups(MilvusClientV2 client) {
        String group = "scenario_java_group";
        client.createResourceGroup(CreateResourceGroupReq.builder().groupName(group).config(group(0, 2)).build());
        List<String> names = client.listResourceGroups(ListResourceGroupsReq.builder().build()).getGroupNames();
        check(names.contains(group) && names.contains("__default_resource_group"), "two groups");
        DescribeResourceGroupResp described = client.describeResourceGroup(
                DescribeResourceGroupReq.builder().groupName("__default_resource_group").build());
        check(described.getNumberOfAvailableNode() == 1, "one node");
        check(described.getNumberOfLoadedReplica().get(NAME) == 1, "one replica");
        try {
            client.transferNode(TransferNodeReq.builder().sourceGroupName("__default_resource_group")
                    .targetGroupName(group).numOfNodes(1).build());
            check(false, "a transfer of the only node was accepted");
        } catch (MilvusClientException expected) {
            check(expected.getMessage().contains("resource group node not enough"), expected.getMessage());
        }
        client.updateResourceGroups(UpdateResourceGroupsReq.builder().resourceGroups(Map.of(group, group(0, 0))).build());
        client.dropResourceGroup(DropResourceGroupReq.builder().groupName(group).build());
    }

    static ResourceGroupConfig group(int requests, int limits) {
        return ResourceGroupConfig.newBuilder()
                .withRequests(new ResourceGroupLimit(requests))
                .withLimits(new ResourceGroupLimit(limits))
                .build();
    }

    static void create(MilvusClientV2 client) {
        CreateCollectionReq.CollectionSchema schema = client.createSchema();
        schema.setEnableDynamicField(true);
        schema.addField(AddFieldReq.builder().fieldName("id").dataType(DataType.Int64).isPrimaryKey(true).build());
        schema.addField(AddFieldReq.builder().fieldName("flag").dataType(DataType.Bool).build());
        schema.addField(AddFieldReq.builder().fieldName("tiny").dataType(DataType.Int8).build());
        schema.addField(AddFieldReq.builder().fieldName("text").dataType(DataType.VarChar).maxLength(100).build());
        schema.addField(AddFieldReq.builder().fieldName("doc").dataType(DataType.JSON).build());
        schema.addField(AddFieldReq.builder().fieldName("maybe").dataType(DataType.Double).isNullable(true).build());
        schema.addField(AddFieldReq.builder().fieldName("numbers").dataType(DataType.Array).elementType(DataType.Int32).maxCapacity(10).build());
        schema.addField(AddFieldReq.builder().fieldName("dense").dataType(DataType.FloatVector).dimension(DIM).build());
        schema.addField(AddFieldReq.builder().fieldName("sparse").dataType(DataType.SparseFloatVector).build());
        client.createCollection(CreateCollectionReq.builder().collectionName(NAME).collectionSchema(schema)
                .consistencyLevel(ConsistencyLevel.STRONG).build());
        check(client.describeCollection(DescribeCollectionReq.builder().collectionName(NAME).build())
                .getFieldNames().contains("maybe"), "described");
    }

    static List<float[]> insert(MilvusClientV2 client, Random random) {
        List<JsonObject> rows = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        Gson gson = new Gson();
        for (int i = 0; i < ROWS; i++) {
            float[] vector = new float[DIM];
            JsonArray values = new JsonArray();
            for (int d = 0; d < DIM; d++) {
                vector[d] = random.nextFloat() * 2 - 1;
                values.add(vector[d]);
            }
            vectors.add(vector);
            JsonObject row = new JsonObject();
            row.addProperty("id", (long) i);
            row.addProperty("flag", i % 2 == 0);
            row.addProperty("tiny", i % 100);
            row.addProperty("text", "row " + i);
            row.add("doc", gson.toJsonTree(Map.of("n", i)));
            if (i % 4 != 0) {
                row.addProperty("maybe", i / 2.0);
            }
            row.add("numbers", gson.toJsonTree(List.of(i, i + 1)));
            row.add("dense", values);
            row.add("sparse", gson.toJsonTree(new TreeMap<>(Map.of((long) (i % 50), 1.0f, 100L, 0.5f))));
            row.addProperty("extra", "dynamic " + i);
            rows.add(row);
        }
        InsertResp inserted = client.insert(InsertReq.builder().collectionName(NAME).data(rows).build());
        check(inserted.getInsertCnt() == ROWS, "inserted " + inserted.getInsertCnt());
        return vectors;
    }

    static void index(MilvusClientV2 client) {
        client.createIndex(CreateIndexReq.builder().collectionName(NAME).indexParams(List.of(
                IndexParam.builder().fieldName("dense").indexType(IndexParam.IndexType.HNSW)
                        .metricType(IndexParam.MetricType.L2).extraParams(Map.of("M", 16, "efConstruction", 100)).build(),
                IndexParam.builder().fieldName("sparse").indexType(IndexParam.IndexType.SPARSE_INVERTED_INDEX)
                        .metricType(IndexParam.MetricType.IP).build(),
                IndexParam.builder().fieldName("tiny").indexType(IndexParam.IndexType.BITMAP).build())).build());
        var described = client.describeIndex(DescribeIndexReq.builder().collectionName(NAME).fieldName("dense").build());
        var dense = described.getIndexDescByFieldName("dense");
        check(dense.getIndexType() == IndexParam.IndexType.HNSW && dense.getMetricType() == IndexParam.MetricType.L2, "index " + dense);
    }

    static void search(MilvusClientV2 client, List<float[]> vectors) {
        SearchResp found = client.search(SearchReq.builder().collectionName(NAME).annsField("dense")
                .data(List.of(new FloatVec(vectors.get(3)), new FloatVec(vectors.get(4)))).topK(5)
                .outputFields(List.of("text", "extra", "maybe", "dense")).searchParams(Map.of("ef", 64)).build());
        var first = found.getSearchResults().get(0).get(0);
        check(first.getId().equals(3L) && "row 3".equals(first.getEntity().get("text")), "search " + first);
        check(found.getSearchResults().get(1).get(0).getId().equals(4L), "second query " + found);
        SearchResp filtered = client.search(SearchReq.builder().collectionName(NAME).annsField("dense")
                .data(List.of(new FloatVec(vectors.get(3)))).topK(10).filter("tiny < 10").build());
        check(filtered.getSearchResults().get(0).stream().allMatch(h -> (Long) h.getId() % 100 < 10), "filter " + filtered);
        SearchResp hybrid = client.hybridSearch(HybridSearchReq.builder().collectionName(NAME).searchRequests(List.of(
                        AnnSearchReq.builder().vectorFieldName("dense").vectors(List.of(new FloatVec(vectors.get(3)))).params("{\"ef\": 64}").topK(10).build(),
                        AnnSearchReq.builder().vectorFieldName("sparse").vectors(List.of(new SparseFloatVec(new TreeMap<>(Map.of(3L, 1.0f))))).topK(10).build()))
                .ranker(new RRFRanker(60)).topK(5).outFields(List.of("text")).build());
        check(hybrid.getSearchResults().get(0).get(0).getId().equals(3L), "hybrid " + hybrid);
    }

    static void query(MilvusClientV2 client) {
        QueryResp rows = client.query(QueryReq.builder().collectionName(NAME).filter("id in [0, 1]").outputFields(List.of("*")).build());
        check(rows.getQueryResults().size() == 2, "query " + rows);
        Map<String, Object> zero = rows.getQueryResults().get(0).getEntity();
        check(zero.get("maybe") == null && zero.get("text").equals("row 0"), "null " + zero);
        QueryResp count = client.query(QueryReq.builder().collectionName(NAME).filter("").outputFields(List.of("count(*)")).build());
        check(count.getQueryResults().get(0).getEntity().get("count(*)").equals((long) ROWS), "count " + count);
        client.delete(DeleteReq.builder().collectionName(NAME).ids(List.of(7L)).build());
        check(client.get(GetReq.builder().collectionName(NAME).ids(List.of(7L, 8L)).build()).getGetResults().size() == 1, "deleted");
    }

    static void errors(MilvusClientV2 client) {
        try {
            client.describeCollection(DescribeCollectionReq.builder().collectionName("no_such_collection").build());
        } catch (MilvusClientException expected) {
            System.out.println("  refused: " + expected.getMessage());
            return;
        }
        throw new AssertionError("a wrong call was accepted");
    }

    static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
