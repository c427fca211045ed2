#!/usr/bin/env python3
"""One index library in a process of its own, for `./windhover bench ann`.

    ann_worker.py hnswlib|symphonyqg|faissivf|faisspq BASE QUERIES TRUTH ROWS TASKS

Reads a command a line and answers each with a line: `build` -> `built CPU_SECONDS MEGABYTES`, `search EF` -> `searched
RECALL CPU_MICROSECONDS`. Megabytes are those of the saved index, vectors included. Vectors have length one.
"""

import os
import sys
import tempfile
import time

import numpy as np

TOP = 10


def load(path, kind):
    numbers = np.fromfile(path, np.int32)
    rows, width = numbers[:2]
    return numbers[2:].view(kind).reshape(rows, width)


class Hnswlib:
    def __init__(self, vectors, tasks):
        import hnswlib

        self.index = hnswlib.Index("ip", vectors.shape[1])
        self.index.init_index(len(vectors), ef_construction=200, M=16, random_seed=100)
        self.index.add_items(vectors, num_threads=tasks)

    def save(self, path):
        self.index.save_index(path)

    def search(self, queries, ef):
        self.index.set_ef(ef)
        return self.index.knn_query(queries, TOP, num_threads=1)[0]


class SymphonyQg:
    def __init__(self, vectors, tasks):
        import rabitqlib

        self.index = rabitqlib.SymqgIndex(vectors.shape[1], 32, "l2", 0)
        self.index.build(vectors, 200, tasks)

    def save(self, path):
        self.index.save(path)

    def search(self, queries, ef):
        return np.asarray(self.index.search_batch(queries, TOP, ef, 1)[0]).astype(np.int64)


class FaissIvf:
    """Lists of whole vectors; EF is the number of lists read."""

    def __init__(self, vectors, tasks, kind="IVF1024,Flat"):
        import faiss

        faiss.omp_set_num_threads(tasks)
        self.faiss = faiss
        self.index = faiss.index_factory(vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
        self.index.train(vectors)
        self.index.add(vectors)
        faiss.omp_set_num_threads(1)

    def save(self, path):
        self.faiss.write_index(self.index, path)

    def search(self, queries, ef):
        self.faiss.extract_index_ivf(self.index).nprobe = ef
        return self.index.search(queries, TOP)[1]


class FaissPq(FaissIvf):
    """Codes of 2 bits a dimension, read by fast scan, the best compared exactly."""

    def __init__(self, vectors, tasks):
        super().__init__(vectors, tasks, f"IVF1024,PQ{vectors.shape[1] // 2}x4fs,RFlat")
        self.index.k_factor = 10


LIBRARIES = {"hnswlib": Hnswlib, "symphonyqg": SymphonyQg, "faissivf": FaissIvf, "faisspq": FaissPq}


def main():
    name, base, queries, truth, rows, tasks = sys.argv[1:7]
    vectors = np.ascontiguousarray(load(base, np.float32)[: int(rows)])
    queries = np.ascontiguousarray(load(queries, np.float32))
    truth = load(truth, np.int32)[:, :TOP]
    index = None
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # libraries print to standard output
    for line in sys.stdin:
        words = line.split()
        if words[0] == "build":
            start = time.process_time()
            index = LIBRARIES[name](vectors, int(tasks))
            cpu = time.process_time() - start
            with tempfile.TemporaryDirectory() as folder:
                index.save(os.path.join(folder, "index"))
                size = sum(os.path.getsize(os.path.join(folder, file)) for file in os.listdir(folder))
            answer = f"built {cpu:.3f} {size / 1e6:.3f}"
        else:
            start = time.process_time()
            found = index.search(queries, int(words[1]))
            cpu = (time.process_time() - start) / len(queries)
            right = sum(len(np.intersect1d(f, t)) for f, t in zip(found, truth))
            answer = f"searched {right / TOP / len(queries):.5f} {cpu * 1e6:.3f}"
        print(answer, file=answers, flush=True)


if __name__ == "__main__":
    main()
