#!/usr/bin/env bash
# One byte, one bit, four bytes and FedAvg on the same e-mails, from the pretrained GPT that is built in; 3 seeds: about a quarter of an hour.
# usage: bench/studies/one_byte.sh OUT [SEED ...]     runs that are in OUT already are kept
# Learning rates are the best of two or three that were tried with seed 20, see docs/results/one-byte.md.
set -euo pipefail
out=${1:?usage: bench/studies/one_byte.sh OUT [SEED ...]}
shift
seeds=("${@:-}")
[ -n "${seeds[0]}" ] || seeds=(20 21 22)
here=$(cd "$(dirname "$0")" && pwd)
fed=${FED:-"$here/../../src/Simulator/bin/Release/net10.0/fed.dll"}

run() { # name seed settings...
    local name=$1 seed=$2
    local folder=$out/$name/seed-$seed
    shift 2
    [ -f "$folder/summary.json" ] && return
    rm -rf "$folder"
    local words=()
    for setting in "$@"; do words+=(--set "$setting"); done
    dotnet "$fed" run "$here/../../examples/one-byte-sotu.yaml" --set "name=$name" "${words[@]}" --seed "$seed" --out "$folder" --quiet
    echo "$folder: $(sed -n 's/.*"final_test_loss": *\([0-9.]*\).*/\1/p' "$folder/summary.json")"
}

fedavg=(algorithm=fedavg rounds=30 local.steps=10 cohort.count=8 evaluation.every=1)
for seed in "${seeds[@]}"; do
    run byte "$seed"
    run float "$seed" algorithm.code=float32
    run sign "$seed" algorithm.code=sign
    run gaussian "$seed" algorithm.directions=gaussian
    run shared "$seed" algorithm.sharing=shared local.learning_rate=0.01
    run feedsign "$seed" algorithm=feedsign local.learning_rate=0.012
    run zo-adamu "$seed" "algorithm={name: zo-adamu, anneal_from: 50, anneal_to: 250}" local.learning_rate=0.01
    run byte-all "$seed" model.trainable=all local.learning_rate=5e-4
    run byte-lora "$seed" model.trainable=lora local.learning_rate=0.01
    run fedavg "$seed" "${fedavg[@]}" local.learning_rate=0.5
    run fedavg-all "$seed" "${fedavg[@]}" model.trainable=all local.learning_rate=0.5
done
