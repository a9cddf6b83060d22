#!/usr/bin/env bash
# I2F against the error of an attacker who matches the gradient, over three seeds, and what I2F costs beside the attack.
# bench/studies/influence.sh [SEED...]      prints the tables of docs/results/attacks.md
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- 1 2 3
dotnet build -c Release bench/Bench --nologo -v quiet
bench=bench/Bench/bin/Release/net10.0/Federated.Bench
"$bench" influence-study "$@"
echo "### Cost"
echo
"$bench" influence 3
