#!/bin/sh
# Compares runs that Python nodes took part in with 'fed run' of the same experiment, and kills a node and the coordinator on the way.
#
# usage, from the repository's folder, after 'dotnet build -c Release src/Simulator': examples/python-client/check.sh
# FED, PYTHON and PORT choose the program, the interpreter (with grpcio, grpcio-tools and numpy) and the coordinator's port.
set -eu

fed=${FED:-src/Simulator/bin/Release/net10.0/fed}
python=${PYTHON:-python3}
url=http://127.0.0.1:${PORT:-7390}
here=examples/python-client
out=runs/python-client
rounds=300
started=

# What is still running goes when the script ends, whatever the reason.
trap 'for id in $started; do kill -9 "$id" 2>/dev/null || true; done' EXIT

fail() { echo "$*; see $out/*.log" >&2; exit 1; }

# start LOG COMMAND...: in the background; its process id is in $id.
start() {
    log=$out/$1.log; shift
    "$@" > "$log" 2>&1 &
    id=$!
    started="$started $id"
}

serve() { start "$1-serve" "$fed" serve $here/experiment.yaml --set rounds=$rounds --listen "$url" --lease 5 --out "$out/$1" --quiet; }
python_node() { start "$1-python" "$python" $here/client.py "$url" --data $out/data.npz --partition $out/partition.json --slots "$2"; }
csharp_node() { start "$1-csharp" "$fed" join "$url" --virtual 1; }

# finish ID NAME: waits for a process that has to end well.
finish() { wait "$1" || fail "$2 failed"; }

# until_round LOG ROUND: waits until a node has worked on a round, given as a pattern.
until_round() {
    tries=600
    until grep -Eiqs "round $2[^0-9]" "$out/$1.log"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "$1 did not come to round $2"
        sleep 0.1
    done
}

rm -rf $out
"$python" $here/make_data.py $out
"$fed" run $here/experiment.yaml --set rounds=$rounds --out $out/alone --quiet > $out/alone.log 2>&1

echo "a Python node alone"
serve python; coordinator=$id
python_node python 2; node=$id
finish $coordinator "the coordinator"; finish $node "the Python node"

echo "a C# node and a Python node"
serve both; coordinator=$id
python_node both 1; node=$id
csharp_node both; other=$id
finish $coordinator "the coordinator"; finish $node "the Python node"; finish $other "the C# node"

echo "the same; the Python node is killed"
serve node-killed; coordinator=$id
python_node node-killed 1; node=$id
csharp_node node-killed; other=$id
until_round node-killed-csharp '[0-9]+'
until_round node-killed-python 60
kill -9 "$node"
finish $coordinator "the coordinator"; finish $other "the C# node"

echo "a Python node alone; the coordinator is killed and goes on from its checkpoint"
serve coordinator-killed; coordinator=$id
python_node coordinator-killed 2; node=$id
until_round coordinator-killed-python 60
kill -9 "$coordinator"
start coordinator-killed-serve-2 "$fed" serve --resume --listen "$url" --lease 5 --out $out/coordinator-killed --quiet; coordinator=$id
finish $coordinator "the coordinator"; finish $node "the Python node"

"$python" - $out $rounds <<'END'
import json, pathlib, re, sys
import numpy as np

out, rounds = pathlib.Path(sys.argv[1]), int(sys.argv[2])
worst = 0.0
print(f"\n{rounds} rounds; largest difference of the global vector from fed run's, after round")
print(f"{'':20}{1:>9}{10:>9}{100:>9}{rounds:>9}  accuracy  tasks in Python")
for name in ("alone", "python", "both", "node-killed", "coordinator-killed"):
    differences = []
    for number in (1, 10, 100, rounds):
        a, b = (np.load(out / run / "vectors" / f"round-{number:06d}.npy") for run in ("alone", name))
        differences.append(np.abs(a - b).max())
    worst = max(worst, *differences)
    summary = json.loads((out / name / "summary.json").read_text())
    log = out / f"{name}-python.log"
    # A task that came too late, or was done again after the coordinator went on from a checkpoint, counts once.
    done = set(re.findall(r"(round \d+, client \d+): loss [\d.]+$", log.read_text(), re.M)) if log.exists() else []
    print(f"{name:20}" + "".join(f"{d:9.1e}" for d in differences) + f"{summary['final_test_accuracy']:10.3f}  {len(done)} of {5 * rounds}")
    if name != "alone" and not done or name in ("both", "node-killed") and len(done) == 5 * rounds:
        sys.exit(f"{name}: not every node took part")
    if summary["outcome"] != "completed" or summary["rounds"] != rounds:
        sys.exit(f"{name}: {summary['outcome']} after {summary['rounds']} rounds")
print(f"largest number in the vector: {np.abs(np.load(out / 'alone/vectors' / f'round-{rounds:06d}.npy')).max():.2f}")
sys.exit(0 if worst < 1e-5 else "the vectors differ")
END
