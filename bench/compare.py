#!/usr/bin/env python3
"""Runs end-to-end scenarios against plain PyTorch loops, interleaved, and prints ratios of medians.

usage: bench/compare.py SCENARIO [SCENARIO ...] [--repeats 3] [--data FOLDER]
SCENARIO: a-fedavg a-fedspeed b c d. Nothing else should run meanwhile. Without PyTorch only our own figures are printed.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
FED = ROOT / "src/Simulator/bin/Release/net10.0/fed.dll"
BARE = ROOT / "bench/Bench/bin/Release/net10.0/Federated.Bench.dll"
PYTHON = BENCH / "python"


def fed(scenario, *settings):
    """Steps per second of training without the first round, or seconds per evaluation without the first two."""
    folder = tempfile.mkdtemp(prefix="compare-")
    try:
        out = os.path.join(folder, "run")
        words = [word for setting in settings for word in ("--set", setting)]
        run(["dotnet", str(FED), "run", str(BENCH / "scenarios" / f"{scenario}.yaml"), "--quiet", "--out", out, *words])
        with open(os.path.join(out, "metrics.jsonl")) as lines:
            rounds = [json.loads(line) for line in lines]
    finally:
        shutil.rmtree(folder)
    if scenario.startswith("d-"):
        return 1.0 / statistics.median(r["seconds_eval"] for r in rounds[2:])
    return sum(r["steps"] for r in rounds[1:]) / sum(r["seconds_train"] for r in rounds[1:])


def loop(*words):
    """The figure of one comparison loop, larger is better."""
    line = json.loads(run(words).strip().splitlines()[-1])
    return line.get("steps_per_second") or 1.0 / line["seconds_per_evaluation"]


def run(words):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}\n{done.stderr}")
    return done.stdout


def contestants(scenario, data, python):
    """Name -> function; the first one is ours, the others are what it is compared with."""
    def torch(script, *words):
        return lambda: loop(python, str(PYTHON / script), *words)

    if scenario in ("a-fedavg", "a-fedspeed"):
        algorithm = scenario[2:]
        ours = {
            "fed": lambda: fed(scenario),
            "fed, bf16": lambda: fed(scenario, "precision=bf16"),
            "bare libtorch": lambda: loop("dotnet", str(BARE), "bare", data, algorithm, "12"),
        }
        words = (data, "--algorithm", algorithm, "--rounds", "12")
        theirs = {
            "PyTorch, channels-last, pool before ReLU": torch("fedavg_cnn28.py", *words, "--layout", "nhwc"),
            "PyTorch, channels-last": torch("fedavg_cnn28.py", *words, "--layout", "nhwc", "--order", "relu-pool"),
            "PyTorch, NCHW": torch("fedavg_cnn28.py", *words, "--layout", "nchw", "--order", "relu-pool"),
        }
    elif scenario == "b":
        ours = {"fed": lambda: fed("b-logistic")}
        theirs = {
            "PyTorch, autograd": torch("logreg.py", "--gradient", "autograd"),
            "PyTorch, formula": torch("logreg.py", "--gradient", "formula"),
        }
    elif scenario == "c":
        ours = {"fed": lambda: fed("c-pfl-cifar")}
        theirs = {f"PyTorch, {layout}": torch("pfl_cifar.py", "--layout", layout) for layout in ("nchw", "nhwc")}
    elif scenario == "d":
        ours = {"fed": lambda: fed("d-evaluate")}
        theirs = {
            "PyTorch, channels-last, pool before ReLU": torch("evaluate.py", data, "--layout", "nhwc"),
            "PyTorch, channels-last": torch("evaluate.py", data, "--layout", "nhwc", "--order", "relu-pool"),
            "PyTorch, NCHW": torch("evaluate.py", data, "--layout", "nchw", "--order", "relu-pool"),
        }
    else:
        sys.exit(f"unknown scenario {scenario}; accepted: a-fedavg a-fedspeed b c d")
    return {**ours, **(theirs if python else {})}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="+")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--data", default="/usr/share/datasets/fashion-mnist", help="folder with the gzipped IDX files")
    parser.add_argument("--python", default="/usr/bin/python3", help="a Python that has PyTorch")
    arguments = parser.parse_args()
    python = arguments.python
    if not shutil.which(python) or subprocess.run([python, "-c", "import torch"], capture_output=True).returncode != 0:
        print("PyTorch is not installed (Debian: python3-torch, libopenblas0-pthread): only our own figures", file=sys.stderr)
        python = None
    for scenario in arguments.scenarios:
        runs = contestants(scenario, arguments.data, python)
        figures = {name: [] for name in runs}
        for _ in range(arguments.repeats):
            for name, contestant in runs.items():
                figures[name].append(contestant())
        ours = statistics.median(figures["fed"])
        unit = "evaluations/s" if scenario == "d" else "steps/s"
        print(f"\n{scenario}: median of {arguments.repeats} interleaved runs\n")
        print(f"| contestant | {unit} | lowest | highest | fed is faster by |\n|---|---|---|---|---|")
        for name, values in figures.items():
            middle = statistics.median(values)
            print(f"| {name} | {middle:.4g} | {min(values):.4g} | {max(values):.4g} | {ours / middle:.2f} |", flush=True)


if __name__ == "__main__":
    main()
