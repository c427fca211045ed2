#!/usr/bin/env bash
# Checks the chart: helm's linter, and every object that it makes against Kubernetes' own types, strictly. Builds what it
# needs once with Go, into ~/.cache/windhover/bin.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bin="${WINDHOVER_CACHE:-$HOME/.cache/windhover}/bin"
chart="$root/deploy/helm/windhover"

tool() { # NAME PACKAGE
  mkdir -p "$bin"
  command -v "$1" >/dev/null && { command -v "$1"; return; }
  [ -x "$bin/$1" ] || GOBIN="$bin" go install "$2" >&2
  echo "$bin/$1"
}

helm=$(tool helm helm.sh/helm/v3/cmd/helm@v3.16.4)
plain=(--set credentials.accessKeyID=a,credentials.secretAccessKey=b)
full=(--set credentials.existingSecret=s,tls.membersSecret=m,tls.clientsSecret=c,data.storageClass=fast)
"$helm" lint --strict "$chart" "${plain[@]}"
"$helm" lint --strict "$chart" "${full[@]}"
if "$helm" template w "$chart" --kube-version 1.30.0 "${plain[@]}" --set proxy.replicas=0 >/dev/null 2>&1; then
  echo "check: values that do not fit the schema are taken" >&2
  exit 1
fi
for values in plain full; do
  declare -n options="$values"
  "$helm" template w "$chart" --kube-version 1.30.0 "${options[@]}" >"$bin/rendered-$values.yaml"
done
mkdir -p "$bin"
(cd "$root/deploy/strict" && go build -o "$bin/strict" .)
"$bin/strict" "$bin/rendered-plain.yaml" "$bin/rendered-full.yaml"
echo "check=ok"
