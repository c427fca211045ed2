#!/usr/bin/env python3
"""Searches through pymilvus on several threads, for `./windhover bench search`.

    search_client.py URI QUERIES EF CLIENTS SECONDS

Each thread has a connection of its own. The last line is the number of searches and the seconds that they took.
"""

import sys
import threading
import time

import numpy as np
from pymilvus import MilvusClient


def main():
    uri, queries, ef, clients, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
    numbers = np.fromfile(queries, np.int32)
    vectors = numbers[2:].view(np.float32).reshape(numbers[0], numbers[1])
    connections = [MilvusClient(uri) for _ in range(clients)]
    counts = [0] * clients
    started = time.monotonic()

    def work(number):
        query = 37 * number
        while time.monotonic() - started < seconds:
            hits = connections[number].search(
                "glove",
                data=[vectors[query % len(vectors)]],
                limit=10,
                search_params={"metric_type": "IP", "params": {"ef": ef}},
                consistency_level="Bounded",
            )
            assert len(hits[0]) == 10, hits
            counts[number] += 1
            query += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sum(counts), time.monotonic() - started)


if __name__ == "__main__":
    main()
