#!/usr/bin/env bash
# Five gossip algorithms on four graphs, full Fashion-MNIST, 20 rounds of one local epoch, 3 seeds: about an hour for each number of nodes.
# usage: bench/studies/dfedsam.sh OUT NODES [SEED ...]     NODES: 16 or 100; runs that are in OUT already are kept
# and, with 16 nodes, link failures on the ring and the torus.
set -euo pipefail
out=${1:?usage: bench/studies/dfedsam.sh OUT NODES [SEED ...]}
nodes=${2:?usage: bench/studies/dfedsam.sh OUT NODES [SEED ...]}
shift 2
seeds=("${@:-}")
[ -n "${seeds[0]}" ] || seeds=(20 21 22)
here=$(cd "$(dirname "$0")" && pwd)
fed=${FED:-"$here/../../src/Simulator/bin/Release/net10.0/fed.dll"}

run() { # folder seed settings...
    local folder=$1 seed=$2
    shift 2
    [ -f "$folder/summary.json" ] && return
    rm -rf "$folder"
    local words=()
    for setting in "$@"; do words+=(--set "$setting"); done
    dotnet "$fed" run "$here/dfedsam.yaml" --set "partition.clients=$nodes" "${words[@]}" --seed "$seed" --out "$folder" --quiet
    echo "$folder: $(sed -n 's/.*"final_test_accuracy": *\([0-9.]*\).*/\1/p' "$folder/summary.json")"
}

for seed in "${seeds[@]}"; do
    for topology in ring grid exponential full; do
        for algorithm in d-psgd dfedavg dfedavgm dfedsam dfedsam-mgs; do
            run "$out/$nodes/$topology/$algorithm/seed-$seed" "$seed" "topology=$topology" "algorithm=$algorithm"
        done
    done
    [ "$nodes" = 16 ] || continue
    for failing in 0 0.1 0.3; do
        for topology in ring torus; do
            run "$out/$nodes-failures/$topology/links-$failing/seed-$seed" "$seed" "topology=$topology" "failures.links=$failing"
        done
    done
done
