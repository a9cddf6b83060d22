#!/usr/bin/env bash
# What gradient inversions get back, and how fast they are beside PyTorch: tables in Markdown on standard output; 3 seeds: about ten minutes.
# usage: bench/studies/attacks.sh [PYTHON] > TABLES      PYTHON: an interpreter that has PyTorch, "" for none
set -euo pipefail
python=${1:-}
bench() { dotnet run -c Release --project "$(dirname "$0")/../Bench" -- "$@"; }
bench inversion 1 2 3
bench responses 2 3 4
bench batches 1 2 3
echo
bench attacks ${python:+"$python"}
