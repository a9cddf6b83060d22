#!/usr/bin/env bash
# One byte, one bit, four bytes and FedAvg on the same e-mails, from the pretrained GPT that is built in; 3 seeds: about a quarter of an hour.
# usage: bench/studies/one_byte.sh OUT [SEED ...]     runs that are in OUT already are kept
# Learning rates are the best of two or three that were tried with seed 20, see docs/results/one-byte.md.
set -euo pipefail
out=${1:?usage: bench/studies/one_byte.sh OUT [SEED ...]}
shift
seeds=("${@:-}")
[ -n "${seeds[0]}" ] || seeds=(20 21 22)
source "$(dirname "$0")/run.sh"

arm() { # name seed settings...
    run "$here/../../examples/one-byte-sotu.yaml" "$out/$1/seed-$2" "$2" final_test_loss "name=$1" "${@:3}"
}

fedavg=(algorithm=fedavg rounds=30 local.steps=10 cohort.count=8 evaluation.every=1)
for seed in "${seeds[@]}"; do
    arm byte "$seed"
    arm float "$seed" algorithm.code=float32
    arm sign "$seed" algorithm.code=sign
    arm gaussian "$seed" algorithm.directions=gaussian
    arm shared "$seed" algorithm.sharing=shared local.learning_rate=0.01
    arm feedsign "$seed" algorithm=feedsign local.learning_rate=0.012
    arm zo-adamu "$seed" "algorithm={name: zo-adamu, anneal_from: 50, anneal_to: 250}" local.learning_rate=0.01
    arm byte-all "$seed" model.trainable=all local.learning_rate=5e-4
    arm byte-lora "$seed" model.trainable=lora local.learning_rate=0.01
    arm fedavg "$seed" "${fedavg[@]}" local.learning_rate=0.5
    arm fedavg-all "$seed" "${fedavg[@]}" model.trainable=all local.learning_rate=0.5
done
