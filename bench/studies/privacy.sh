#!/usr/bin/env bash
# What defences cost in accuracy: FedAvg on the built-in images, logistic regression on 200 clients and a small CNN on 20; 3 seeds: forty minutes on a busy machine.
# usage: bench/studies/privacy.sh OUT [SEED ...]     runs that are in OUT already are kept; then bench/studies/privacy_tables.py OUT
set -euo pipefail
out=${1:?usage: bench/studies/privacy.sh OUT [SEED ...]}
shift
seeds=("${@:-}")
[ -n "${seeds[0]}" ] || seeds=(20 21 22)
source "$(dirname "$0")/run.sh"
file="$here/../../examples/private-fedavg.yaml"
cnn=(model=cnn28 "partition={kind: dirichlet, clients: 20, alpha: 1.0}" cohort.count=10 rounds=20 "local={steps: 10, batch_size: 50, learning_rate: 0.1}")

arm() { # name seed defences settings...
    run "$file" "$out/$1/seed-$2" "$2" final_test_accuracy "name=$1" "privacy.defences=[$3]" "${@:4}"
}

for seed in "${seeds[@]}"; do
    arm logistic/none "$seed" ""
    for norm in 0.5 0.1; do
        arm "logistic/clip-$norm" "$seed" "{name: clip, norm: $norm}"
        for std in 0.03 0.1 0.3; do
            arm "logistic/clip-$norm-noise-$std" "$seed" "{name: clip, norm: $norm}, {name: noise, std: $std}, secure_aggregation"
        done
    done
    arm logistic/bernoulli "$seed" "{name: clip, norm: 0.5}, {name: noise, std: 0.1}" "cohort={kind: bernoulli, ratio: 0.2}"
    arm logistic/laplace-0.1 "$seed" "{name: noise, kind: laplace, std: 0.1}"
    for times in 1 10; do arm "logistic/relative-$times" "$seed" "{name: noise, scale: relative, std: $times}"; done
    for drop in 0.5 0.9; do arm "logistic/prune-$drop" "$seed" "{name: prune, drop: $drop}"; done
    for keep in 0.1 0.01; do arm "logistic/top_k-$keep" "$seed" "{name: top_k, keep: $keep}"; done
    for bits in 8 4 2 1; do arm "logistic/quantise-$bits" "$seed" "{name: quantise, bits: $bits}"; done
    arm logistic/sign "$seed" sign
    for share in 0.25 0.5 0.75; do arm "logistic/decoys-$share" "$seed" "{name: decoys, share: $share}"; done
    for z in 0 0.5 1 2; do
        arm "logistic/dp-sgd-$z" "$seed" "{name: per_example_clip, norm: 1, noise_multiplier: $z}" local.learning_rate=0.5
    done
    arm cnn28/none "$seed" "" "${cnn[@]}"
    arm cnn28/clip-1 "$seed" "{name: clip, norm: 1}" "${cnn[@]}"
    for std in 0.001 0.003 0.01; do arm "cnn28/noise-$std" "$seed" "{name: clip, norm: 1}, {name: noise, std: $std}" "${cnn[@]}"; done
    for drop in 0.5 0.9; do arm "cnn28/prune-$drop" "$seed" "{name: prune, drop: $drop}" "${cnn[@]}"; done
    for keep in 0.1 0.01; do arm "cnn28/top_k-$keep" "$seed" "{name: top_k, keep: $keep}" "${cnn[@]}"; done
    for bits in 8 4 2; do arm "cnn28/quantise-$bits" "$seed" "{name: quantise, bits: $bits}" "${cnn[@]}"; done
    for share in 0.2 0.5 0.8; do arm "cnn28/soteria-$share" "$seed" "{name: soteria, share: $share}" "${cnn[@]}"; done
    arm cnn28/decoys-0.5 "$seed" "{name: decoys, share: 0.5}" "${cnn[@]}"
done
