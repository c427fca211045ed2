#!/usr/bin/env bash
# Makes bench/peers/venv, a Python with the peers that measurements start: install.sh [DIRECTORY]
set -euo pipefail
target="${1:-$(cd "$(dirname "$0")" && pwd)/venv}"
python3 -m venv "$target"
"$target/bin/pip" install --quiet "milvus==2.3.5" "setuptools<80"
echo "peers are in $target"
