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


def grouped(client, data):
    """Groups of ranked hits: so many hits of one value, the best group first."""
    requests = [
        AnnSearchRequest([data[3]["dense"]], "dense", {"metric_type": "COSINE"}, limit=20),
        AnnSearchRequest([data[3]["sparse"]], "sparse", {"metric_type": "IP"}, limit=20),
    ]

    def search(**how):
        return client.hybrid_search(NAME, requests, ranker=WeightedRanker(0.7, 0.3), output_fields=["tiny"], **how)[0]

    ones = search(limit=6, group_by_field="tiny")
    values = [h["entity"]["tiny"] for h in ones]
    assert ones[0]["id"] == 3 and len(values) == len(set(values)) == 6, ones
    assert [h["distance"] for h in ones] == sorted((h["distance"] for h in ones), reverse=True), ones
    assert [h["id"] for h in search(limit=4, offset=2, group_by_field="tiny")] == [h["id"] for h in ones[2:]]
    pairs = search(limit=6, group_by_field="tiny", group_size=2)
    values = [h["entity"]["tiny"] for h in pairs]
    assert len(set(values)) == 6 and all(values.count(v) <= 2 for v in values), values
    assert all(values.index(v) + values.count(v) == max(i + 1 for i, w in enumerate(values) if w == v) for v in values)
    strict = search(limit=6, group_by_field="tiny", group_size=2, strict_group_size=True, rank_group_scorer="sum")
    values = [h["entity"]["tiny"] for h in strict]
    assert values and all(values.count(v) == 2 for v in values), values
    refused(lambda: search(limit=3, group_by_field="tiny", group_size=11), 1100, "exceeds configured max group size:10")
    refused(lambda: search(limit=3, group_by_field="none"), 1100, "groupBy field not found in schema")
    refused(lambda: search(limit=3, group_by_field="tiny", rank_group_scorer="min"), 1100, "group scorer type: min")
    whole = client.search(NAME, data=[data[3]["dense"]], anns_field="dense", limit=6, group_by_field="tiny")[0]
    rest = client.search(NAME, data=[data[3]["dense"]], anns_field="dense", limit=4, offset=2, group_by_field="tiny")[0]
    assert [h["id"] for h in rest] == [h["id"] for h in whole][2:], (rest, whole)


def scores(client, data):
    """Functions that give hits other scores: against the same formulas here."""
    if __version__.startswith("2.5"):
        return
    from pymilvus import Function, FunctionScore, FunctionType

    def function(name, fields, **params):
        return Function(name, FunctionType.RERANK, input_field_names=fields, params=dict(params, reranker=name))

    def search(ranker, **how):
        how = dict({"limit": 20, "output_fields": ["tiny", "flag"]}, **how)
        return client.search(NAME, data=[data[3]["dense"]], anns_field="dense", ranker=ranker, **how)[0]

    plain = {h["id"]: h for h in search(None)}
    curves = {
        "gauss": lambda far: 0.5 ** (far / 10) ** 2,
        "exp": lambda far: 0.5 ** (far / 10),
        "linear": lambda far: max(0, 1 - far / 20),
    }
    for name, curve in curves.items():
        decay = dict(function=name, origin=30, scale=10, offset=5, decay=0.5)
        hits = search(function("decay", ["tiny"], **decay))
        wanted = {i: h["distance"] * curve(max(0, abs(h["entity"]["tiny"] - 30) - 5)) for i, h in plain.items()}
        assert all(abs(wanted[h["id"]] - h["distance"]) < 1e-5 for h in hits), (name, hits)
        assert [h["distance"] for h in hits] == sorted((h["distance"] for h in hits), reverse=True), hits
        rest = search(function("decay", ["tiny"], **decay), limit=15, offset=5)
        assert [h["id"] for h in rest] == [h["id"] for h in hits][5:], (rest, hits)
    boost = function("boost", [], filter="flag == true", weight=2.0)
    hits = search(boost)
    assert hits[0]["entity"]["flag"] and hits[0]["distance"] > 1, hits
    assert [h["distance"] for h in hits] == sorted((h["distance"] for h in hits), reverse=True), hits
    assert all(abs(h["distance"] / (2 if h["id"] % 2 == 0 else 1) - plain[h["id"]]["distance"]) < 1e-5
               for h in hits if h["id"] in plain), hits
    both = FunctionScore([boost, function("boost", [], weight=1, random_score={"seed": 126, "field": "big"})],
                         params={"boost_mode": "sum", "function_mode": "sum"})
    random_hits = search(both)
    assert [h["id"] for h in search(both)] == [h["id"] for h in random_hits]
    assert any(h["distance"] > 2 for h in random_hits), random_hits
    requests = [
        AnnSearchRequest([data[3]["dense"]], "dense", {"metric_type": "COSINE"}, limit=10),
        AnnSearchRequest([data[3]["sparse"]], "sparse", {"metric_type": "IP"}, limit=10),
    ]
    for ranker in (
        function("rrf", [], k=100),
        function("weighted", [], weights=[0.7, 0.3], norm_score=True),
        function("decay", ["tiny"], function="gauss", origin=3, scale=50, score_mode="sum"),
    ):
        hits = client.hybrid_search(NAME, requests, ranker=ranker, limit=5, output_fields=["text"])[0]
        assert hits[0]["id"] == 3 and hits[0]["entity"]["text"] == "row 3", hits
    refused(lambda: search(function("decay", ["text"], function="gauss", origin=1, scale=1)), 1100, "unsupported input")
    refused(lambda: search(function("decay", ["tiny"], function="gauss", origin=1)), 1100, "lost param: scale")
    refused(lambda: search(function("decay", ["tiny"], function="no", origin=1, scale=1)), 1100, "decay function: no")
    refused(lambda: search(function("magic", [])), 1100, "Unsupported rerank function: [magic]")
    refused(lambda: search(function("boost", [], filter="flag")), 1100, "must set weight")


def aggregate(client, uri, data):
    """Measures of groups of rows, against the same computed here. Clients before 3.0 send no fields to group by."""
    got = client.query(NAME, output_fields=["count(maybe)", "sum(small)", "min(big)", "MAX(text)", "avg(double)"])
    assert len(got) == 1, got
    row = got[0]
    assert row["count(maybe)"] == ROWS - ROWS // 4 and row["sum(small)"] == sum(d["small"] for d in data), row
    assert row["min(big)"] == 0 and row["MAX(text)"] == max(d["text"] for d in data), row
    assert abs(row["avg(double)"] - sum(d["double"] for d in data) / ROWS) < 1e-9, row
    nothing = client.query(NAME, filter="id < 0", output_fields=["count(id)", "max(id)"])
    assert nothing[0]["count(id)"] == 0 and nothing[0]["max(id)"] is None, nothing
    channel = grpc.insecure_channel(uri.removeprefix("http://"))
    stub = milvus_pb2_grpc.MilvusServiceStub(channel)

    def group(fields, outputs, filter="id >= 0", **params):
        pairs = [common_pb2.KeyValuePair(key=k, value=str(v)) for k, v in dict(params, group_by_fields=fields).items()]
        return stub.Query(milvus_pb2.QueryRequest(
            collection_name=NAME, expr=filter, output_fields=outputs, query_params=pairs, use_default_consistency=True))

    answer = group("flag, tiny", ["tiny", "count(*)", "sum(single)", "flag"], filter="tiny < 10")
    assert answer.status.code == 0, answer.status
    assert [f.field_name for f in answer.fields_data] == ["tiny", "count(*)", "sum(single)", "flag"], answer
    tiny, count, total, flag = [f.scalars for f in answer.fields_data]
    groups = list(zip(flag.bool_data.data, tiny.int_data.data, count.long_data.data, total.double_data.data))
    wanted = sorted({(d["flag"], d["tiny"]) for d in data if d["tiny"] < 10})
    assert [g[:2] for g in groups] == wanted, groups
    for is_flag, value, rows_there, sum_there in groups:
        some = [d["single"] for d in data if (d["flag"], d["tiny"]) == (is_flag, value)]
        assert rows_there == len(some) and abs(sum_there - sum(some)) < 1e-6, (is_flag, value)
    nullable = group("maybe", ["maybe", "count(id)"], limit=3, offset=1).fields_data
    assert list(nullable[0].scalars.long_data.data) == [1, 2, 3], nullable
    first = group("maybe", ["maybe", "count(id)"], limit=1).fields_data
    assert list(first[0].valid_data) == [False] and list(first[1].scalars.long_data.data) == [ROWS // 4], first
    for fields, outputs, words in (
        ("single", ["single", "count(id)"], "group by field single has unsupported data type Float"),
        ("tiny", ["tiny", "sum(text)"], "aggregation operator sum does not support data type VarChar"),
        ("tiny", ["tiny", "small", "count(id)"], "no indices found for output field"),
        ("none", ["none", "count(id)"], "none"),
    ):
        status = group(fields, outputs).status
        assert status.code == 1100 and words in status.reason, status
    channel.close()
    if not __version__.startswith("2."):
        got = client.query(NAME, filter="id < 100", group_by_fields=["flag"], output_fields=["flag", "count(id)"])
        assert sorted((r["flag"], r["count(id)"]) for r in got) == [(False, 50), (True, 50)], got


def stored(client, data):
    """Searches by the vectors of stored rows find what searches by those vectors find."""
    if __version__.startswith("2.5"):
        return
    for field in ("dense", "sparse", "bits"):
        by_ids = client.search(NAME, ids=[30, 3, 7], anns_field=field, limit=5)
        by_data = client.search(NAME, data=[data[i][field] for i in (30, 3, 7)], anns_field=field, limit=5)
        assert [[h["id"] for h in hits] for hits in by_ids] == [[h["id"] for h in hits] for hits in by_data], field
    filtered = client.search(NAME, ids=[3], anns_field="dense", limit=5, filter="id > 100", output_fields=["text"])
    assert all(h["id"] > 100 and h["entity"]["text"] == "row %d" % h["id"] for h in filtered[0]), filtered
    missing = "some of the provided primary key IDs do not exist: missing IDs = [99999]"
    refused(lambda: client.search(NAME, ids=[3, 99999], anns_field="dense", limit=5), 1100, missing)
    refused(lambda: client.search(NAME, ids=[3, 4, 3], anns_field="dense", limit=5), 1100, "duplicate IDs found")
    refused(lambda: client.search(NAME, ids=["3"], anns_field="dense", limit=5), 1100, "primary key is int64, but IDs")


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
    assert len(client.query(NAME, filter='text =~ "row 1[0-9]$"', output_fields=["id"])) == 10
    assert len(client.query(NAME, filter='doc["n"] !~ "1"', output_fields=["id"], limit=1000)) == ROWS
    sample = client.query(NAME, filter="id >= 100 and random_sample(0.5)", output_fields=["id"], limit=1000)
    assert 130 < len(sample) < 270 and min(row["id"] for row in sample) >= 100, len(sample)
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


def texts(client):
    name = NAME + "_texts"
    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=4)
    schema.add_field(
        "prose",
        DataType.VARCHAR,
        max_length=200,
        enable_analyzer=True,
        enable_match=True,
        analyzer_params={"type": "english"},
    )
    params = client.prepare_index_params()
    params.add_index("v", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=params, consistency_level="Strong")
    prose = ["The runner runs", "Slow walkers walk home", "runners walk slowly", "nothing of that"]
    client.insert(name, [{"id": i, "v": [i, 0, 0, 0], "prose": text} for i, text in enumerate(prose)])

    def found(text_filter):
        return sorted(row["id"] for row in client.query(name, filter=text_filter, output_fields=["id"]))

    for flushed in (False, True):
        assert found("TEXT_MATCH(prose, 'running walks')") == [0, 1, 2], found("TEXT_MATCH(prose, 'running walks')")
        assert found("text_match(prose, 'runner walk', minimum_should_match=2)") == [2]
        assert found("phrase_match(prose, 'walker walk')") == [1]
        assert found("not text_match(prose, 'walk')") == [0, 3]
        hits = client.search(name, data=[[3, 0, 0, 0]], limit=5, filter="text_match(prose, 'slow')")[0]
        assert [hit["id"] for hit in hits] == [1] or [hit["id"] for hit in hits] == [2, 1], hits
        if not flushed:
            client.flush(name)
    if hasattr(client, "run_analyzer"):
        words = client.run_analyzer("The Runners, running", {"type": "english"})
        assert list(words.tokens if hasattr(words, "tokens") else words) == ["runner", "run"], words
    schema.add_field("wrong", DataType.VARCHAR, max_length=9, enable_analyzer=True, analyzer_params={"tokenizer": "no"})
    try:
        client.create_collection(name + "_wrong", schema=schema)
    except MilvusException as expected:
        assert "unsupported tokenizer: no" in str(expected), expected
    else:
        raise AssertionError("an unknown tokenizer was accepted")
    client.drop_collection(name)


def truncate(client):
    if not hasattr(client, "truncate_collection"):
        return
    name = NAME + "_truncate"
    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=4)
    params = client.prepare_index_params()
    params.add_index("v", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=params, consistency_level="Strong")
    client.create_partition(name, "part")
    client.insert(name, [{"id": i, "v": [i, 0, 0, 0]} for i in range(20)], partition_name="part")
    client.flush(name)
    client.insert(name, [{"id": i, "v": [i, 0, 0, 0]} for i in range(20, 40)])
    client.truncate_collection(name)
    assert client.query(name, filter="", output_fields=["count(*)"])[0]["count(*)"] == 0
    assert client.search(name, data=[[1, 0, 0, 0]], limit=5)[0] == []
    assert sorted(client.list_partitions(name)) == ["_default", "part"]
    client.insert(name, [{"id": 7, "v": [7, 0, 0, 0]}], partition_name="part")
    assert [hit["id"] for hit in client.search(name, data=[[1, 0, 0, 0]], limit=5)[0]] == [7]


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
        ("grouped", lambda: grouped(client, data)),
        ("scores", lambda: scores(client, data)),
        ("stored", lambda: stored(client, data)),
        ("query", lambda: query(client, data)),
        ("aggregate", lambda: aggregate(client, uri, data)),
        ("iterate", lambda: iterate(client, data)),
        ("change", lambda: change(client, data)),
        ("partitions", lambda: partitions(client, data)),
        ("together", lambda: together(client, uri)),
        ("expire", lambda: expire(client)),
        ("halves", lambda: halves(client, rng)),
        ("indexes", lambda: indexes(client, rng)),
        ("texts", lambda: texts(client)),
        ("truncate", lambda: truncate(client)),
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
