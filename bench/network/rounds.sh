#!/usr/bin/env bash
# Rounds per second of logistic regression over loopback: a coordinator and some nodes, each a process of its own, beside the same run in one process.
# usage: bench/network/rounds.sh [NODES [SLOTS [ROUNDS]]]
set -euo pipefail
nodes=${1:-2} slots=${2:-5} rounds=${3:-3000}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fed=${FED:-"$here/../../src/Simulator/bin/Release/net10.0/fed.dll"}
scenario=$here/../scenarios/e-rounds.yaml
out=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$out"' EXIT

figure() { sed -n "s/.*\"$2\": *\"\{0,1\}\([0-9a-f.]*\).*/\1/p" "$out/$1/summary.json"; }

dotnet "$fed" run "$scenario" --set "rounds=$rounds" --out "$out/run" --quiet >/dev/null
dotnet "$fed" serve "$scenario" --set "rounds=$rounds" --out "$out/served" --listen http://127.0.0.1:7197 --quiet >/dev/null 2>&1 &
started+=($!)
coordinator=$!
for ((i = 0; i < nodes; i++)); do
    dotnet "$fed" join http://127.0.0.1:7197 --virtual "$slots" >/dev/null 2>&1 &
    started+=($!)
done
wait "$coordinator"

[ "$(figure run model_sha256)" = "$(figure served model_sha256)" ] || { echo "the models differ" >&2; exit 1; }
for run in run served; do
    awk -v run="$run" -v rounds="$(figure "$run" rounds)" -v seconds="$(figure "$run" seconds)" \
        'BEGIN { printf "%s: %d rounds in %.1f s, %.0f a second\n", run, rounds, seconds, rounds / seconds }'
done
