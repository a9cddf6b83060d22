#!/usr/bin/env bash
# A long run through chaos: 20 nodes, six of them processes that are killed, fourteen on links that are slow, fail and are cut; the coordinator is killed
# too. Checks that nothing hangs, that the journal holds each update once, and that the model is that of one process. About five minutes each.
# usage: bench/studies/chaos.sh [ROUNDS [SEED [scaffold|one-byte]]]     after dotnet build -c Release
set -euo pipefail
cd "$(dirname "$0")/../.."
FEDERATED_CHAOS="${1:-600} 6 14 1 ${2:-20}" dotnet test -c Release --no-build tests/Equivalence.Tests \
    --filter "FullyQualifiedName~ChaosTests&DisplayName~${3:-scaffold}" --logger "console;verbosity=detailed"
