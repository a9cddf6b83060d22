#!/usr/bin/env bash
# What a one-byte log and a gossiping neighbour give away: the tables of docs/results/attacks.md. An hour and a half for 3 seeds on two cores, most of it for images of 28 x 28.
# usage: bench/studies/leaks.sh [SEED ...]
set -euo pipefail
seeds=("${@:-}")
[ -n "${seeds[0]}" ] || seeds=(1 2 3)
bench=(dotnet run -c Release --project "$(dirname "$0")/../Bench" --)
"${bench[@]}" bytes logistic:7,logistic:14,logistic:28,lenet-sigmoid:14,2nn:14,cnn-mean:14 "${seeds[@]}"
"${bench[@]}" neighbours "${seeds[@]}"
