#!/usr/bin/env bash
# All eleven algorithms on full Fashion-MNIST, 60 rounds, 3 seeds: about an hour on two cores.
# usage: bench/studies/fedspeed.sh OUT [SEED ...]     runs that are in OUT already are kept
set -euo pipefail
out=${1:?usage: bench/studies/fedspeed.sh OUT [SEED ...]}
shift
seeds=("${@:-}")
[ -n "${seeds[0]}" ] || seeds=(20 21 22)
here=$(cd "$(dirname "$0")" && pwd)
fed=${FED:-"$here/../../src/Simulator/bin/Release/net10.0/fed.dll"}
for seed in "${seeds[@]}"; do
    for algorithm in fedavg fedspeed scaffold fedprox feddyn fedcm fedadam fedsam mofedsam fedgamma fedsmoo; do
        run=$out/$algorithm/seed-$seed
        [ -f "$run/summary.json" ] && continue
        rm -rf "$run"
        dotnet "$fed" run "$here/fedspeed.yaml" --set "algorithm=$algorithm" --seed "$seed" --out "$run" --quiet
        echo "$algorithm seed $seed: $(sed -n 's/.*"best_test_accuracy": *\([0-9.]*\).*/\1/p' "$run/summary.json")"
    done
done
