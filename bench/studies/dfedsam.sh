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
source "$(dirname "$0")/run.sh"

node_run() { # folder seed settings...
    run "$here/dfedsam.yaml" "$1" "$2" final_test_accuracy "partition.clients=$nodes" "${@:3}"
}

for seed in "${seeds[@]}"; do
    for topology in ring grid exponential full; do
        for algorithm in d-psgd dfedavg dfedavgm dfedsam dfedsam-mgs; do
            node_run "$out/$nodes/$topology/$algorithm/seed-$seed" "$seed" "topology=$topology" "algorithm=$algorithm"
        done
    done
    [ "$nodes" = 16 ] || continue
    for failing in 0 0.1 0.3; do
        for topology in ring torus; do
            node_run "$out/$nodes-failures/$topology/links-$failing/seed-$seed" "$seed" "topology=$topology" "failures.links=$failing"
        done
    done
done
