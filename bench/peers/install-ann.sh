#!/usr/bin/env bash
# Makes bench/peers/ann/venv, a Python with the index libraries of `./windhover bench ann`: install-ann.sh [DIRECTORY]
set -euo pipefail
target="${1:-$(cd "$(dirname "$0")" && pwd)/ann/venv}"
mkdir -p "$(dirname "$target")"
python3 -m venv "$target"
"$target/bin/pip" install --quiet "numpy>=2" "hnswlib==0.8.0" "rabitqlib==0.7.1" "faiss-cpu==1.12.0"
echo "index libraries are in $target"
