"""One scenario through pymilvus: every field type in, every kind of read out, and nothing left behind.

Usage: scenario.py URI. Prints one line a step; ends with "scenario passed" or a traceback.
"""
import json
import random
import struct
import sys
import time

import grpc
from pymilvus import AnnSearchRequest, DataType, MilvusClient, MilvusException, RRFRanker, WeightedRanker, __version__
from pymilvus import connections, utility
from pymilvus.client.types import ResourceGroupConfig
from pymilvus.grpc_gen import common_pb2, milvus_pb2, milvus_pb2_grpc

DIM = 16
ROWS = 500
SEED = 20260101
NAME = "scenario_python"


def step(text):
    print(text, flush=True)


def half(values):
    return struct.pack("<%de" % len(values), *values)


def brain(values):
    return b"".join(struct.pack("<f", v)[2:] for v in values)


def rows(rng):
    out = []
    for i in range(ROWS):
        vector = [rng.uniform(-1, 1) for _ in range(DIM)]
        row = {
            "id": i,
            "flag": i % 2 == 0,
            "tiny": i % 100,
            "small": i * 3,
            "medium": i * 1000,
            "big": i * 10**12,
            "single": i / 2,
            "double": i / 3,
            "text": "row %d" % i,
            "doc": {"n": i, "tags": ["a", "b%d" % (i % 3)]},
            "numbers": [i, i + 1, i + 2],
            "words": ["w%d" % (i % 5)],
            "maybe": None if i % 4 == 0 else i,
            "dense": vector,
            "sparse": {i % 50: 1.0, 100 + i % 7: 0.5},
            "bits": bytes(rng.randrange(256) for _ in range(DIM // 8)),
            "extra": "dynamic %d" % i,
        }
        if i % 10:
            row["defaulted"] = i
        out.append(row)
    return out


def create(client):
    schema = client.create_schema(auto_id=False, enable_dynamic_field=True)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("flag", DataType.BOOL)
    schema.add_field("tiny", DataType.INT8)
    schema.add_field("small", DataType.INT16)
    schema.add_field("medium", DataType.INT32)
    schema.add_field("big", DataType.INT64)
    schema.add_field("single", DataType.FLOAT)
    schema.add_field("double", DataType.DOUBLE)
    schema.add_field("text", DataType.VARCHAR, max_length=100)
    schema.add_field("doc", DataType.JSON)
    schema.add_field("numbers", DataType.ARRAY, element_type=DataType.INT64, max_capacity=10)
    schema.add_field("words", DataType.ARRAY, element_type=DataType.VARCHAR, max_capacity=10, max_length=20)
    schema.add_field("maybe", DataType.INT64, nullable=True)
    schema.add_field("defaulted", DataType.INT64, default_value=77)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=DIM)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_field("bits", DataType.BINARY_VECTOR, dim=DIM)
    client.create_collection(NAME, schema=schema, consistency_level="Strong")
    described = client.describe_collection(NAME)
    assert [f["name"] for f in described["fields"]][:3] == ["id", "flag", "tiny"], described
    assert described["enable_dynamic_field"], described
    assert all(f["name"] != "$meta" for f in described["fields"]), described
    assert client.has_collection(NAME) and NAME in client.list_collections()


def index(client):
    params = client.prepare_index_params()
    params.add_index("dense", index_type="HNSW", metric_type="COSINE", params={"M": 16, "efConstruction": 100})
    params.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    params.add_index("bits", index_type="BIN_FLAT", metric_type="HAMMING")
    params.add_index("tiny", index_type="BITMAP")
    params.add_index("text", index_type="INVERTED")
    client.create_index(NAME, params)
    described = client.describe_index(NAME, "dense")
    assert described["index_type"] == "HNSW" and described["metric_type"] == "COSINE", described
    assert str(described.get("M", described.get("params", {}).get("M"))) == "16", described
    assert sorted(client.list_indexes(NAME)) == ["bits", "dense", "sparse", "text", "tiny"], client.list_indexes(NAME)


def check_row(got, want):
    for name, value in want.items():
        if name in ("dense", "single", "double"):
            continue
        if name == "bits":
            assert got["bits"][0] == value if isinstance(got["bits"], list) else got["bits"] == value, got["bits"]
        elif name == "sparse":
            assert {k: round(v, 5) for k, v in got["sparse"].items()} == value, got["sparse"]
        elif name in ("numbers", "words"):
            assert list(got[name]) == value, (name, got[name])
        else:
            assert got[name] == value, (name, got[name], value)
    assert all(abs(a - b) < 1e-6 for a, b in zip(got["dense"], want["dense"])), got["dense"]
    assert abs(got["double"] - want["double"]) < 1e-12 and abs(got["single"] - want["single"]) < 1e-6
    assert got["defaulted"] == want.get("defaulted", 77), got["defaulted"]


def search(client, data):
    hits = client.search(
        NAME, data=[data[3]["dense"], data[4]["dense"]], anns_field="dense", limit=5,
        output_fields=["*"], search_params={"params": {"ef": 64}})
    assert len(hits) == 2 and hits[0][0]["id"] == 3 and hits[1][0]["id"] == 4, hits
    assert hits[0][0]["entity"]["extra"] == "dynamic 3", hits[0][0]
    assert abs(hits[0][0]["distance"] - 1) < 1e-5, hits[0][0]
    filtered = client.search(NAME, data=[data[3]["dense"]], anns_field="dense", limit=20, filter="tiny < 10 and flag == true")
    assert filtered[0] and all(h["id"] % 100 < 10 and h["id"] % 2 == 0 for h in filtered[0]), filtered
    templated = client.search(
        NAME, data=[data[3]["dense"]], anns_field="dense", limit=20, filter="id in {ids}", filter_params={"ids": [1, 2, 5]})
    assert sorted(h["id"] for h in templated[0]) == [1, 2, 5], templated
    sparse = client.search(NAME, data=[{7: 1.0}], anns_field="sparse", limit=3, output_fields=["sparse"])
    assert all(h["id"] % 50 == 7 for h in sparse[0]) and len(sparse[0]) == 3, sparse
    binary = client.search(NAME, data=[data[9]["bits"]], anns_field="bits", limit=1)
    assert binary[0][0]["distance"] == 0, binary
    grouped = client.search(NAME, data=[data[3]["dense"]], anns_field="dense", limit=5, group_by_field="tiny")
    assert len({h["id"] % 100 for h in grouped[0]}) == len(grouped[0]) == 5, grouped


def hybrid(client, data):
    requests = [
        AnnSearchRequest([data[3]["dense"]], "dense", {"metric_type": "COSINE", "params": {"ef": 64}}, limit=10),
        AnnSearchRequest([data[3]["sparse"]], "sparse", {"metric_type": "IP"}, limit=10),
    ]
    for ranker in (RRFRanker(), WeightedRanker(0.7, 0.3)):
        hits = client.hybrid_search(NAME, requests, ranker=ranker, limit=5, output_fields=["text"])
        assert hits[0][0]["id"] == 3 and hits[0][0]["entity"]["text"] == "row 3", hits


def query(client, data):
    got = client.query(NAME, filter="id in [0, 7, 10]", output_fields=["*"])
    assert sorted(r["id"] for r in got) == [0, 7, 10], got
    for row in got:
        check_row(row, data[row["id"]])
    assert client.query(NAME, filter="", output_fields=["count(*)"])[0]["count(*)"] == ROWS
    assert len(client.query(NAME, filter="id >= 0", limit=10, offset=5, output_fields=["id"])) == 10
    assert len(client.get(NAME, ids=[1, 2, 3])) == 3
    assert len(client.query(NAME, filter="maybe is null", output_fields=["id"], limit=1000)) == ROWS // 4
    assert len(client.query(NAME, filter='text like "row 1%"', output_fields=["id"], limit=1000)) == 111
    assert len(client.query(NAME, filter='doc["n"] < 5 and array_contains(numbers, 3)', output_fields=["id"])) == 3
    assert client.query(NAME, filter='extra == "dynamic 42"', output_fields=["extra"])[0]["id"] == 42


def iterate(client, data):
    seen = []
    iterator = client.query_iterator(NAME, batch_size=70, filter="id < 300", output_fields=["id"])
    while batch := iterator.next():
        seen.extend(r["id"] for r in batch)
    iterator.close()
    assert seen == list(range(300)), len(seen)
    found = []
    iterator = client.search_iterator(
        NAME, data=[data[3]["dense"]], anns_field="dense", batch_size=50, limit=200,
        search_params={"metric_type": "COSINE", "params": {}})
    while batch := iterator.next():
        found.extend(h["id"] for h in batch)
    iterator.close()
    assert type(iterator).__name__ == "SearchIteratorV2", type(iterator)
    assert len(found) == len(set(found)) == 200, (len(found), len(set(found)))
    for field, vector, metric, expected in (
        ("dense", data[3]["dense"], "COSINE", ROWS),
        ("bits", data[3]["bits"], "HAMMING", ROWS),
        ("sparse", {7: 1.0, 103: 0.5}, "IP", None),
    ):
        scores, found = [], []
        iterator = client.search_iterator(
            NAME, data=[vector], anns_field=field, batch_size=64, filter="id >= 0", output_fields=["id"],
            search_params={"metric_type": metric})
        while batch := iterator.next():
            found.extend(h["id"] for h in batch)
            scores.extend(h["distance"] for h in batch)
        assert len(found) == len(set(found)), (field, len(found))
        assert expected is None or len(found) == expected, (field, len(found), expected)
        assert scores == sorted(scores, reverse=metric != "HAMMING"), field
    texts(client)


def texts(client):
    name = NAME + "_texts"
    schema = client.create_schema(auto_id=False)
    schema.add_field("key", DataType.VARCHAR, is_primary=True, max_length=50)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=4)
    params = client.prepare_index_params()
    params.add_index("v", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=params, num_shards=2, consistency_level="Strong")
    keys = sorted("key %d \u00e4" % i for i in range(500))
    for part in (keys[::2], keys[1::2]):
        client.insert(name, [{"key": k, "v": [1, 2, 3, 4]} for k in part])
        if part[0] == keys[0]:
            client.flush(name)
    for batch_size, offset, limit in ((33, 0, -1), (100, 40, -1), (33, 0, 70), (1000, 0, -1)):
        seen = []
        iterator = client.query_iterator(
            name, batch_size=batch_size, limit=limit, offset=offset, output_fields=["key"])
        while batch := iterator.next():
            seen.extend(r["key"] for r in batch)
        iterator.close()
        wanted = keys[offset:] if limit < 0 else keys[offset:offset + limit]
        assert seen == wanted, (batch_size, offset, limit, len(seen))
    client.drop_collection(name)


def change(client, data):
    client.delete(NAME, filter="id in [11, 12]")
    assert client.query(NAME, filter="id in [11, 12]", output_fields=["id"]) == []
    changed = dict(data[20], text="changed")
    client.upsert(NAME, [changed])
    assert client.query(NAME, filter="id == 20", output_fields=["text"])[0]["text"] == "changed"
    assert client.query(NAME, filter="", output_fields=["count(*)"])[0]["count(*)"] == ROWS - 2


    if not __version__.startswith("2.5"):
        client.upsert(NAME, [{"id": 21, "text": "some", "extra2": 5}], partial_update=True)
        got = client.query(NAME, filter="id == 21", output_fields=["*"])[0]
        want = dict(data[21], text="some")
        assert got["extra2"] == 5 and got["extra"] == data[21]["extra"], got
        check_row(got, want)
        try:
            client.upsert(NAME, [{"id": 999_999, "text": "new"}], partial_update=True)
        except MilvusException as expected:
            assert "has no corresponding fieldData" in str(expected), expected
        else:
            raise AssertionError("a new row without its vectors was accepted")


def partitions(client, data):
    client.create_partition(NAME, "side")
    assert sorted(client.list_partitions(NAME)) == ["_default", "side"]
    client.insert(NAME, [dict(data[0], id=10_000)], partition_name="side")
    assert len(client.query(NAME, filter="id >= 0", partition_names=["side"], output_fields=["id"], limit=10)) == 1
    client.release_partitions(NAME, ["side"])
    client.drop_partition(NAME, "side")
    assert not client.has_partition(NAME, "side")


def together(client, uri):
    """Several partitions in one request: all are there, or none, and the refusal names the one in the way."""
    channel = grpc.insecure_channel(uri.removeprefix("http://"))
    stub = milvus_pb2_grpc.MilvusServiceStub(channel)

    def send(call, request, names):
        base = common_pb2.MsgBase(properties={"partition_names": names})
        return call(request(base=base, collection_name=NAME))

    status = send(stub.CreatePartition, milvus_pb2.CreatePartitionRequest, "eu,us,asia")
    assert status.code == 0, status
    assert {"eu", "us", "asia"} <= set(client.list_partitions(NAME))
    status = send(stub.CreatePartition, milvus_pb2.CreatePartitionRequest, "africa,no spaces")
    assert status.code == 1100 and "no spaces" in status.reason, status
    assert not client.has_partition(NAME, "africa")
    status = send(stub.DropPartition, milvus_pb2.DropPartitionRequest, "eu,us")
    assert status.code == 1100 and "partition: eu" in status.reason, status
    client.release_partitions(NAME, ["eu", "us", "asia"])
    status = send(stub.DropPartition, milvus_pb2.DropPartitionRequest, "eu,us,asia")
    assert status.code == 0, status
    assert client.list_partitions(NAME) == ["_default"]
    channel.close()


def expire(client):
    name = NAME + "_expire"
    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=4)
    params = client.prepare_index_params()
    params.add_index("v", index_type="FLAT", metric_type="L2")
    client.create_collection(
        name, schema=schema, index_params=params, consistency_level="Strong",
        properties={"collection.ttl.seconds": 2})
    properties = client.describe_collection(name)["properties"]
    assert properties["collection.ttl.seconds"] == "2", properties
    client.insert(name, [{"id": 1, "v": [1, 2, 3, 4]}])
    client.flush(name)
    client.insert(name, [{"id": 2, "v": [1, 2, 3, 4]}])
    time.sleep(3.5)
    assert client.query(name, filter="", output_fields=["count(*)"])[0]["count(*)"] == 0
    assert client.search(name, data=[[1, 2, 3, 4]], anns_field="v", limit=5)[0] == []
    for wrong in ("-2", "3155760001", "soon"):
        try:
            client.alter_collection_properties(name, properties={"collection.ttl.seconds": wrong})
        except MilvusException as expected:
            assert expected.code == 1100 and "collection TTL" in str(expected), expected
        else:
            raise AssertionError("a TTL of " + wrong + " was accepted")
    client.drop_collection(name)


def halves(client, rng):
    name = NAME + "_halves"
    schema = client.create_schema(auto_id=True)
    schema.add_field("id", DataType.VARCHAR, max_length=64, is_primary=True)
    schema.add_field("half", DataType.FLOAT16_VECTOR, dim=8)
    schema.add_field("brain", DataType.BFLOAT16_VECTOR, dim=8)
    if hasattr(DataType, "INT8_VECTOR"):
        schema.add_field("bytes", DataType.INT8_VECTOR, dim=8)
    params = client.prepare_index_params()
    params.add_index("half", index_type="HNSW", metric_type="L2", params={"M": 8, "efConstruction": 50})
    params.add_index("brain", index_type="AUTOINDEX", metric_type="IP")
    if hasattr(DataType, "INT8_VECTOR"):
        params.add_index("bytes", index_type="HNSW", metric_type="COSINE", params={"M": 8, "efConstruction": 50})
    client.create_collection(name, schema=schema, index_params=params, consistency_level="Strong")
    vectors = [[rng.uniform(-1, 1) for _ in range(8)] for _ in range(50)]
    data = []
    for v in vectors:
        row = {"half": half(v), "brain": brain(v)}
        if hasattr(DataType, "INT8_VECTOR"):
            import numpy
            row["bytes"] = numpy.array([int(x * 100) for x in v], dtype=numpy.int8)
        data.append(row)
    inserted = client.insert(name, data)
    assert inserted["insert_count"] == 50 and len(inserted["ids"]) == 50, inserted
    hits = client.search(name, data=[half(vectors[8])], anns_field="half", limit=3, output_fields=["half"])
    assert hits[0][0]["id"] == inserted["ids"][8], hits
    client.drop_collection(name)


def indexes(client, rng):
    """Every vector index by its name, on a segment that is large enough to get one, against comparing all rows."""
    import numpy

    name = NAME + "_indexes"
    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=DIM)
    schema.add_field("bits", DataType.BINARY_VECTOR, dim=64)
    client.create_collection(name, schema=schema, consistency_level="Strong")
    draw = numpy.random.default_rng(rng.randrange(1 << 30))
    vectors = draw.standard_normal((5000, DIM), dtype=numpy.float32)
    bits = draw.integers(0, 256, (5000, 8), dtype=numpy.uint8)
    for first in range(0, 5000, 1000):
        client.insert(
            name,
            [{"id": i, "v": vectors[i].tolist(), "bits": bits[i].tobytes()} for i in range(first, first + 1000)],
        )
    client.flush(name)
    queries = draw.standard_normal((20, DIM), dtype=numpy.float32)
    exact = [numpy.argsort(((vectors - q) ** 2).sum(axis=1))[:10].tolist() for q in queries]
    ivf = {"nlist": 64}
    kinds = {
        "FLAT": ({}, {}),
        "IVF_FLAT": (ivf, {"nprobe": 64}),
        "IVF_SQ8": (ivf, {"nprobe": 64}),
        "IVF_PQ": (dict(ivf, m=8, nbits=8), {"nprobe": 64}),
        "IVF_RABITQ": (dict(ivf, refine=True, refine_type="SQ8"), {"nprobe": 64, "refine_k": 2}),
        "SCANN": (dict(ivf, with_raw_data=True), {"nprobe": 64, "reorder_k": 100}),
        "HNSW": ({"M": 16, "efConstruction": 100}, {"ef": 100}),
        "HNSW_SQ": ({"M": 16, "efConstruction": 100, "sq_type": "SQ8"}, {"ef": 100}),
        "HNSW_PQ": ({"M": 16, "efConstruction": 100, "m": 8, "nbits": 8}, {"ef": 100}),
        "HNSW_PRQ": ({"M": 16, "efConstruction": 100, "m": 4, "nrq": 2}, {"ef": 100}),
        "DISKANN": ({}, {"search_list": 100}),
        "GPU_IVF_FLAT": (ivf, {"nprobe": 64}),
        "GPU_CAGRA": ({"graph_degree": 32}, {"itopk_size": 64}),
        "GPU_BRUTE_FORCE": ({}, {}),
    }
    params = client.prepare_index_params()
    params.add_index("bits", index_type="BIN_IVF_FLAT", metric_type="HAMMING", params=ivf)
    client.create_index(name, params)
    for kind, (build, search) in kinds.items():
        params = client.prepare_index_params()
        params.add_index("v", index_type=kind, metric_type="L2", params=build)
        client.create_index(name, params)
        assert client.describe_index(name, "v")["index_type"] == kind, client.describe_index(name, "v")
        client.load_collection(name)
        hits = client.search(
            name, data=queries.tolist(), anns_field="v", limit=10, search_params={"metric_type": "L2", "params": search}
        )
        right = sum(len(set(e) & {hit["id"] for hit in h}) for e, h in zip(exact, hits))
        assert right >= 190, (kind, right)
        client.release_collection(name)
        client.drop_index(name, "v")
    params = client.prepare_index_params()
    params.add_index("v", index_type="IVF_FLAT", metric_type="COSINE", params=ivf)
    client.create_index(name, params)
    client.load_collection(name)
    found = client.search(name, data=[bits[7].tobytes()], anns_field="bits", limit=1)[0][0]
    assert found["id"] == 7 and found["distance"] == 0, found
    ranged = client.search(
        name,
        data=[vectors[3].tolist()],
        anns_field="v",
        limit=100,
        search_params={"metric_type": "COSINE", "params": {"nprobe": 16, "radius": 0.5, "range_filter": 1.1}},
    )[0]
    assert ranged[0]["id"] == 3 and all(0.5 < hit["distance"] <= 1.1 for hit in ranged), ranged
    few = client.search(name, data=[vectors[9].tolist()], anns_field="v", limit=5, filter="id in [9, 90, 900]")[0]
    assert [hit["id"] for hit in few][0] == 9 and len(few) == 3, few
    for wrong, words in (({"nprobe": 0}, "'nprobe' (0) should be in range"), ({"reorder_k": 3}, "reorder_k(3)")):
        try:
            client.search(
                name,
                data=[vectors[0].tolist()],
                anns_field="v",
                limit=10,
                search_params={"metric_type": "COSINE", "params": wrong},
            )
        except MilvusException as expected:
            assert words in str(expected), expected
        else:
            raise AssertionError(str(wrong) + " was accepted")
    client.drop_collection(name)


def paths(client):
    """Indexes on JSON paths, dynamic keys and n-grams, and by number of values: the same answers before and after they are built."""
    name = NAME + "_paths"
    schema = client.create_schema(auto_id=False, enable_dynamic_field=True)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=2)
    schema.add_field("doc", DataType.JSON, nullable=True)
    schema.add_field("kind", DataType.INT64)
    schema.add_field("words", DataType.VARCHAR, max_length=100)
    client.create_collection(name, schema=schema, consistency_level="Strong")
    data = [
        {
            "id": i,
            "v": [i, 1.0],
            "doc": {
                "a": {"b": i % 97},
                "n": 2**53 + i % 4 if i % 3 == 0 else str(i) if i % 3 == 1 else i / 2,
                "text": "word %d" % (i % 50),
                "title": "title of %d" % i if i % 2 else i,
                "tags": [i % 7, "x%d" % (i % 5)],
            },
            "kind": i % 10,
            "words": "the %d. word is ähnlich %s" % (i, ["rosso", "verde"][i % 2]),
            "color": ["red", "green", 7][i % 3],
            "score": i / 4,
        }
        for i in range(5000)
    ]
    for first in range(0, 5000, 1000):
        client.insert(name, data[first:first + 1000])
    client.flush(name)
    vector = client.prepare_index_params()
    vector.add_index("v", index_type="FLAT", metric_type="L2")
    client.create_index(name, vector)
    client.load_collection(name)
    tests = {
        'doc["a"]["b"] > 90': lambda r: r["doc"]["a"]["b"] > 90,
        'not (doc["a"]["b"] in [1, 2.5, 3])': lambda r: r["doc"]["a"]["b"] not in (1, 3),
        "1 < doc['a']['b'] <= 4": lambda r: 1 < r["doc"]["a"]["b"] <= 4,
        'doc["n"] < 100': lambda r: not isinstance(r["doc"]["n"], str) and r["doc"]["n"] < 100,
        'doc["n"] == 9007199254740993': lambda r: r["doc"]["n"] == 2**53 + 1,
        'doc["n"] == "4"': lambda r: r["doc"]["n"] == "4",
        'doc["text"] like "word 4%"': lambda r: r["doc"]["text"].startswith("word 4"),
        'json_contains(doc["tags"], 3)': lambda r: 3 in r["doc"]["tags"],
        'json_contains(doc["tags"], "x3")': lambda r: "x3" in r["doc"]["tags"],
        'color == "red"': lambda r: r["color"] == "red",
        'color != "red"': lambda r: r["color"] == "green",
        '$meta["score"] >= 1240.5': lambda r: r["score"] >= 1240.5,
        'words like "%ähnlich ro%"': lambda r: "ähnlich ro" in r["words"],
        'words like "the 1%d is%erd_"': lambda r: r["id"] % 2 and str(r["id"]).startswith("1"),
        'doc["title"] like "%f 12%"': lambda r: "f 12" in str(r["doc"]["title"]),
        'not (doc["title"] like "%f 12%")': lambda r: r["id"] % 2 and "f 12" not in r["doc"]["title"],
        'words like "%x%"': lambda r: "x" in r["words"],
        "kind == 3": lambda r: r["kind"] == 3,
    }
    wanted = {text: [r["id"] for r in data if holds(r)] for text, holds in tests.items()}

    def check(when):
        for text, keys in wanted.items():
            got = client.query(name, filter=text, output_fields=["id"], limit=5000)
            assert sorted(r["id"] for r in got) == keys, (when, text, len(got), len(keys))

    check("before")
    params = client.prepare_index_params()
    for index, field, path, cast in (
        ("by_b", "doc", "doc['a']['b']", "double"),
        ("by_text", "doc", 'doc["text"]', "varchar"),
        ("by_tag", "doc", 'doc["tags"]', "ARRAY_DOUBLE"),
        ("by_color", "color", "color", "VARCHAR"),
        ("by_score", "$meta", '$meta["score"]', "DOUBLE"),
    ):
        params.add_index(
            field,
            index_type="AUTOINDEX" if index == "by_text" else "INVERTED",
            index_name=index,
            params={"json_path": path, "json_cast_type": cast},
        )
    params.add_index(
        "doc",
        index_type="INVERTED",
        index_name="by_n",
        params={"json_path": 'doc["n"]', "json_cast_type": "DOUBLE", "json_cast_function": "STRING_TO_DOUBLE"},
    )
    params.add_index("kind", index_type="HYBRID", params={"bitmap_cardinality_limit": 100})
    params.add_index("words", index_type="NGRAM", params={"min_gram": 2, "max_gram": 3})
    params.add_index(
        "doc",
        index_type="NGRAM",
        index_name="by_title",
        params={"json_path": 'doc["title"]', "json_cast_type": "varchar", "min_gram": 2, "max_gram": 3},
    )
    client.create_index(name, params)
    described = client.describe_index(name, "by_b")
    assert described["field_name"] == "doc" and described["json_path"] == "doc['a']['b']", described
    assert described["json_cast_type"] == "double" and described["index_type"] == "INVERTED", described
    assert client.describe_index(name, "by_color")["field_name"] == "$meta"
    assert client.describe_index(name, "kind")["index_type"] == "HYBRID"
    assert len(client.list_indexes(name)) == 10, client.list_indexes(name)
    while any(client.describe_index(name, index)["pending_index_rows"] for index in client.list_indexes(name)):
        time.sleep(0.1)
    check("after")
    client.release_collection(name)
    client.load_collection(name)
    check("loaded again")
    client.drop_index(name, "by_b")
    check("one dropped")
    for given, words in (
        ({"json_path": "doc['a']['b']"}, "json index must specify cast type"),
        ({"json_cast_type": "double"}, "json index must specify json path"),
        ({"json_path": "doc['text']", "json_cast_type": "double"}, "creating multiple indexes on same field"),
    ):
        wrong = client.prepare_index_params()
        wrong.add_index("doc", index_type="INVERTED", index_name="wrong", params=given)
        refused(lambda: client.create_index(name, wrong), 1100, words)
    client.drop_collection(name)


def compact(client):
    name = NAME + "_compact"
    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=4)
    params = client.prepare_index_params()
    params.add_index("v", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=params, consistency_level="Strong")
    for i in range(3):
        client.insert(name, [{"id": i * 10 + j, "v": [i, j, 0, 0]} for j in range(10)])
        client.delete(name, ids=[i * 10])
        client.flush(name)
    job = client.compact(name)
    for _ in range(600):
        state = client.get_compaction_state(job)
        if state == "Completed":
            break
        assert state == "Executing", state
        time.sleep(0.05)
    assert state == "Completed", state
    plans = client.get_compaction_plans(job) if hasattr(client, "get_compaction_plans") else None
    assert plans is None or sum(len(p.sources) for p in plans.plans) >= 3, plans
    assert client.query(name, filter="id >= 0", output_fields=["count(*)"])[0]["count(*)"] == 27
    assert int(client.get_collection_stats(name)["row_count"]) == 27, client.get_collection_stats(name)
    try:
        client.get_compaction_state(1 << 60)
    except MilvusException as expected:
        assert expected.code == 2310, expected
    else:
        raise AssertionError("a compaction that nobody asked for has a state")
    client.drop_collection(name)


def errors(client):
    for call in (
        lambda: client.describe_collection("no_such_collection"),
        lambda: client.insert(NAME, [{"id": 1}]),
        lambda: client.query(NAME, filter="this is not a filter ((", output_fields=["id"]),
        lambda: client.create_user("someone", "secret-password"),
    ):
        try:
            call()
        except MilvusException as expected:
            step("  refused: " + str(expected).replace("\n", " ")[:160])
        else:
            raise AssertionError("a wrong call was accepted")


def server(uri):
    connections.connect("server", uri=uri)
    assert "windhover" in utility.get_server_version(using="server")
    utility.get_server_type(using="server")
    connections.disconnect("server")
    with grpc.insecure_channel(uri.split("//")[1]) as channel:
        stub = milvus_pb2_grpc.MilvusServiceStub(channel)
        answer = stub.GetMetrics(milvus_pb2.GetMetricsRequest(request=json.dumps({"metric_type": "system_info"})))
        nodes = json.loads(answer.response)["nodes_info"]
        assert len(nodes) == 4, nodes
        assert all(node["infos"]["hardware_infos"]["memory"] > 0 for node in nodes), nodes
        assert stub.CheckHealth(milvus_pb2.CheckHealthRequest()).isHealthy
        states = stub.GetComponentStates(milvus_pb2.GetComponentStatesRequest())
        assert all(state.state_code == 1 for state in states.subcomponent_states), states


def groups(client, uri):
    default = "__default_resource_group"
    name = "scenario_group"
    if name in client.list_resource_groups():
        client.update_resource_groups({name: group_config(0, 0)})
        client.drop_resource_group(name)
    assert default in client.list_resource_groups()
    described = client.describe_resource_group(default)
    assert described.num_available_node == 1 and described.capacity == 1000000, described
    assert described.num_loaded_replica[NAME] == 1, described
    client.create_resource_group(name, config=group_config(1, 2))
    client.create_resource_group(name, config=group_config(1, 2))
    refused(lambda: client.create_resource_group(name, config=group_config(0, 2)), 301, "rg=" + name)
    refused(lambda: client.create_resource_group("1st"), 1100, "Invalid resource group name 1st")
    refused(lambda: client.drop_resource_group(name), 1100, "limits node num is not 0")
    refused(lambda: client.update_resource_groups({name: group_config(2, 1)}), 303, "limits node num should not")
    assert sorted(client.list_resource_groups()) == [default, name]
    described = client.describe_resource_group(name)
    assert (described.capacity, described.num_available_node) == (1, 0), described
    assert described.config.limits.node_num == 2, described
    refused(lambda: client.transfer_replica(name, default, NAME, 1), 1100, "only found [0] replicas")
    with grpc.insecure_channel(uri.split("//")[1]) as channel:
        stub = milvus_pb2_grpc.MilvusServiceStub(channel)
        load = milvus_pb2.LoadCollectionRequest(collection_name=NAME, replica_number=1, resource_groups=[name])
        assert stub.LoadCollection(load).code == 304
        load = milvus_pb2.LoadCollectionRequest(collection_name=NAME, replica_number=1, resource_groups=["none"])
        assert stub.LoadCollection(load).code == 300
        move = milvus_pb2.TransferNodeRequest(source_resource_group=default, target_resource_group=name, num_node=1)
        assert stub.TransferNode(move).code == 304
        balance = milvus_pb2.LoadBalanceRequest(collectionName=NAME, src_nodeID=1, dst_nodeIDs=[2])
        assert stub.LoadBalance(balance).code == 901
        replicas = stub.GetReplicas(milvus_pb2.GetReplicasRequest(collection_name=NAME)).replicas
        assert len(replicas) == 1 and list(replicas[0].node_ids) == [1], replicas
        assert replicas[0].resource_group_name == default, replicas
        assert [shard.leaderID for shard in replicas[0].shard_replicas] == [1], replicas
    replica, = client.describe_replica(NAME)
    assert (replica.resource_group, list(replica.group_nodes)) == (default, [1]), replica
    client.load_collection(NAME)
    client.update_resource_groups({name: group_config(0, 0)})
    client.drop_resource_group(name)
    assert client.list_resource_groups() == [default]
    refused(lambda: client.describe_resource_group(name), 300, "rg=" + name)


def group_config(requests, limits):
    return ResourceGroupConfig(requests={"node_num": requests}, limits={"node_num": limits})


def refused(call, code, text):
    try:
        call()
    except MilvusException as expected:
        assert expected.code == code and text in str(expected), expected
    else:
        raise AssertionError("accepted instead of " + text)


def main(uri):
    rng = random.Random(SEED)
    step("pymilvus %s, seed %d" % (__version__, SEED))
    client = MilvusClient(uri)
    step("server " + str(client.get_server_version()) if hasattr(client, "get_server_version") else "connected")
    for name in client.list_collections():
        if name.startswith(NAME):
            client.drop_collection(name)
    steps = sys.argv[2:] or None
    data = rows(rng)
    create(client)
    step("created")
    for i in range(0, ROWS, 100):
        assert client.insert(NAME, data[i:i + 100])["insert_count"] == 100
    step("inserted")
    client.flush(NAME)
    assert int(client.get_collection_stats(NAME)["row_count"]) == ROWS
    step("flushed")
    index(client)
    step("indexed")
    client.load_collection(NAME)
    assert "Loaded" in str(client.get_load_state(NAME)["state"]), client.get_load_state(NAME)
    step("loaded")
    for name, action in (
        ("search", lambda: search(client, data)),
        ("hybrid", lambda: hybrid(client, data)),
        ("query", lambda: query(client, data)),
        ("iterate", lambda: iterate(client, data)),
        ("change", lambda: change(client, data)),
        ("partitions", lambda: partitions(client, data)),
        ("together", lambda: together(client, uri)),
        ("expire", lambda: expire(client)),
        ("halves", lambda: halves(client, rng)),
        ("indexes", lambda: indexes(client, rng)),
        ("paths", lambda: paths(client)),
        ("compact", lambda: compact(client)),
        ("errors", lambda: errors(client)),
        ("groups", lambda: groups(client, uri)),
        ("server", lambda: server(uri)),
    ):
        if steps is None or name in steps:
            started = time.time()
            action()
            step("%s: %.2f s" % (name, time.time() - started))
    client.release_collection(NAME)
    assert "NotLoad" in str(client.get_load_state(NAME)["state"]), client.get_load_state(NAME)
    client.drop_collection(NAME)
    assert not client.has_collection(NAME)
    client.close()
    step("scenario passed")


main(sys.argv[1])
