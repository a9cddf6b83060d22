#!/usr/bin/env bash
# What audits of recorded runs find: one of each family, two of them with clients of four images; 3 seeds: ten minutes on two cores.
# usage: bench/studies/audits.sh OUT [SEED ...]     audits that are in OUT already are kept; then bench/studies/audits_tables.py OUT
# dfedsam-16 needs the full Fashion-MNIST, see docs/reproduce.md.
set -euo pipefail
out=${1:?usage: bench/studies/audits.sh OUT [SEED ...]}
shift
seeds=("${@:-}")
[ -n "${seeds[0]}" ] || seeds=(1 2 3)
source "$(dirname "$0")/run.sh"

audit() { # name seed settings...
    local folder="$out/$1/seed-$2"
    run "$here/../../examples/$1.yaml" "$folder" "$2" final_test_accuracy "${@:3}"
    [ -f "$folder/audit/audit.json" ] || dotnet "$fed" audit "$folder" --quiet --seed "$2"
}

for seed in "${seeds[@]}"; do
    audit audit-fedspeed "$seed"
    audit audit-dfedsam "$seed"
    audit dfedsam-16 "$seed" "record={rounds: [1, 2]}" rounds=2
    audit main-fedspeed "$seed" "record={rounds: [1, 20]}" rounds=20
    audit one-byte-quick "$seed" record=true
done
