#!/usr/bin/env bash
# Crashes a client and the coordinator of a composed run, and compares the result with that of one process that was not disturbed.
# usage: deploy/verify-compose.sh [default|one-byte|gossip]     KEEP=1 leaves containers and volume for a look
# The image stays. BUILD_IMAGE and RUNTIME_IMAGE replace the base images, see deploy/local-images.sh.
set -euo pipefail
kind=${1:-default}
cd "$(dirname "$0")/.."

case $kind in
    default) files=(docker-compose.yml) experiment=examples/main-fedspeed.yaml folder=runs/fedspeed rounds=${FED_ROUNDS:-60} ;;
    one-byte) files=(docker-compose.yml deploy/compose.one-byte.yml) experiment=examples/one-byte-quick.yaml folder=runs/one-byte rounds=${FED_ROUNDS:-8000} ;;
    gossip) files=(docker-compose.yml deploy/compose.gossip.yml) experiment=examples/dfedsam-quick.yaml folder=runs/gossip rounds=${FED_ROUNDS:-60} ;;
    *) echo "usage: deploy/verify-compose.sh [default|one-byte|gossip]" >&2; exit 2 ;;
esac
export FED_ROUNDS=$rounds FED_IMAGE=${FED_IMAGE:-federated} FED_TOKEN=${FED_TOKEN:-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')}
project=federated-verify-$$
if docker compose version >/dev/null 2>&1; then tool=(docker compose); else tool=(docker-compose); fi

compose() { "${tool[@]}" -p "$project" "${files[@]/#/--file=}" "$@"; }
step() { printf '\n== %s\n' "$*"; }
fail() {
    echo "verify-compose: $*" >&2
    compose logs --tail=40 >&2 || true
    exit 1
}
clean() { [ -n "${KEEP:-}" ] || compose down --volumes --remove-orphans --timeout 5 >/dev/null 2>&1 || true; }
trap clean EXIT

about() { docker inspect --format "$2" "$1"; }
in_volume() { docker run --rm --volume "${project}_runs:/app/runs" --entrypoint sh "$FED_IMAGE" -c "$1"; }
rounds_done() { in_volume "cat $folder/metrics.jsonl 2>/dev/null | wc -l"; }
hash_of() { in_volume "sed -n 's/.*\"model_sha256\": *\"\([0-9a-f]*\)\".*/\1/p' $1/summary.json"; }

wait_for_round() { # round
    local deadline=$((SECONDS + 600))
    until [ "$(rounds_done)" -ge "$1" ]; do
        [ "$SECONDS" -lt "$deadline" ] || fail "round $1 was not reached within ten minutes"
        sleep 0.5
    done
}

# 'docker kill' is an operator's wish, after which no restart policy applies. A crash is the process dying by itself: SIGKILL from beside Docker.
crash() { # container
    docker run --rm --pid=host --user 0:0 --entrypoint sh "$FED_IMAGE" -c "kill -9 $(about "$1" '{{.State.Pid}}')"
}

wait_for_end() { # container seconds
    local deadline=$((SECONDS + $2))
    until [ "$(about "$1" '{{.State.Status}}')" = exited ]; do
        [ "$SECONDS" -lt "$deadline" ] || fail "$1 did not end within $2 seconds"
        sleep 0.5
    done
    [ "$(about "$1" '{{.State.ExitCode}}')" = 0 ] || fail "$1 ended with exit code $(about "$1" '{{.State.ExitCode}}'), expected 0"
}

step "build"
compose build

up() { if [ "$kind" = gossip ]; then compose up -d --no-build "$@"; else compose up -d --no-build --scale client=3 "$@"; fi; }
if [ "$kind" = gossip ]; then services=(host-1 host-2 host-3); else services=(client); fi

step "start: $experiment, $rounds rounds, 3 clients"
up
coordinator=$(compose ps -q coordinator)
mapfile -t clients < <(compose ps -q "${services[@]}")
[ "${#clients[@]}" -eq 3 ] || fail "${#clients[@]} clients run, expected 3"

wait_for_round $((rounds / 6))
step "a client crashes after round $(rounds_done); another one is killed for good"
crash "${clients[0]}"
docker kill "${clients[1]}" >/dev/null

wait_for_round $((rounds / 3))
step "the coordinator crashes after round $(rounds_done)"
crash "$coordinator"
[ "$(rounds_done)" -lt "$rounds" ] || fail "the run was over before the crash; expected FED_ROUNDS above $rounds"

step "they come back by themselves, the killed client with 'up'"
wait_for_round $((rounds / 3 + 4))
up --no-recreate >/dev/null
wait_for_end "$coordinator" 1200
for client in "${clients[@]}"; do wait_for_end "$client" 60; done
for container in "$coordinator" "${clients[0]}"; do
    restarts=$(about "$container" '{{.RestartCount}}')
    echo "$(about "$container" '{{.Name}}'): $restarts restart(s)"
    [ "$restarts" -ge 1 ] || fail "it was not restarted"
done
[ "$(rounds_done)" -eq "$rounds" ] || fail "metrics.jsonl has $(rounds_done) rounds, expected $rounds"

step "the same file in one process"
docker run --rm --volume "${project}_runs:/app/runs" "$FED_IMAGE" run "$experiment" --set "rounds=$rounds" --out runs/reference --quiet

composed=$(hash_of "$folder")
alone=$(hash_of runs/reference)
echo "composed, with crashes:  $composed"
echo "one process, undisturbed: $alone"
[ -n "$alone" ] && [ "$composed" = "$alone" ] || fail "the models differ"
echo "verify-compose: $kind: the same model to the last bit"
