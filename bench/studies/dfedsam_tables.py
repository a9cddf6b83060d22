#!/usr/bin/env python3
"""Prints the tables of docs/results/dfedsam.md from the runs of dfedsam.sh.

usage: bench/studies/dfedsam_tables.py OUT
"""

import json
import pathlib
import statistics
import sys

GRAPHS = ["ring", "grid", "exponential", "full"]
ALGORITHMS = {
    "d-psgd": "D-PSGD",
    "dfedavg": "DFedAvg",
    "dfedavgm": "DFedAvgM",
    "dfedsam": "DFedSAM",
    "dfedsam-mgs": "DFedSAM-MGS",
}


def last_lines(folder):
    """The last round of every finished run of a setting, by seed."""
    runs = sorted(folder.glob("seed-*/summary.json"))
    return [json.loads((run.parent / "metrics.jsonl").read_text().splitlines()[-1]) for run in runs]


def cell(values, scale=100.0, digits=2):
    if not values:
        return "-"
    mean = statistics.mean(values) * scale
    if len(values) == 1:
        return f"{mean:.{digits}f}"
    return f"{mean:.{digits}f} ± {statistics.stdev(values) * scale:.{digits}f}"


def table(title, out, nodes, figure):
    print(f"\n{title}\n\n| | {' | '.join(GRAPHS)} |\n|---|{'---|' * len(GRAPHS)}")
    for algorithm, name in ALGORITHMS.items():
        cells = [cell([figure(line) for line in last_lines(out / str(nodes) / graph / algorithm)]) for graph in GRAPHS]
        print(f"| {name} | {' | '.join(cells)} |")


def gains(out, nodes):
    """How much one algorithm is ahead of another, in points, seed by seed."""
    print(f"\n{nodes} nodes, points of the averaged model's accuracy, each seed\n\n| | {' | '.join(GRAPHS)} |\n|---|{'---|' * len(GRAPHS)}")
    for better, worse in [("dfedsam-mgs", "dfedsam"), ("dfedsam", "dfedavgm"), ("dfedsam", "dfedavg")]:
        cells = []
        for graph in GRAPHS:
            pairs = zip(last_lines(out / str(nodes) / graph / better), last_lines(out / str(nodes) / graph / worse))
            cells.append(", ".join(f"{100 * (a['test_accuracy'] - b['test_accuracy']):+.2f}" for a, b in pairs))
        print(f"| {ALGORITHMS[better]} over {ALGORITHMS[worse]} | {' | '.join(cells)} |")


def failures(out):
    print("\n| links that fail in a round | graph | accuracy | nodes' own accuracy | largest mean drift in any round | rounds in parts |\n|---|---|---|---|---|---|")
    for graph in ["ring", "torus"]:
        for links in ["0", "0.1", "0.3"]:
            folder = out / "16-failures" / graph / f"links-{links}"
            last = last_lines(folder)
            lines = [json.loads(text) for run in folder.glob("seed-*/metrics.jsonl") for text in run.read_text().splitlines()]
            drift = max((line["mean_drift"] for line in lines), default=float("nan"))
            parts = sum(line["components"] > 1 for line in lines)
            own = cell([line["nodes_after"]["mean"] for line in last])
            print(
                f"| {float(links):.0%} | {graph} | {cell([line['test_accuracy'] for line in last])} | {own} | {drift:.1e} | {parts} of {len(lines)} |"
            )


def main():
    out = pathlib.Path(sys.argv[1])
    for nodes in (16, 100):
        counts = {len(last_lines(out / str(nodes) / graph / algorithm)) for graph in GRAPHS for algorithm in ALGORITHMS}
        print(f"\n## {nodes} nodes (seeds: {' or '.join(map(str, sorted(counts)))})")
        table("Accuracy of the averaged model, percent.", out, nodes, lambda line: line["test_accuracy"])
        table("Mean accuracy of the nodes' own models after mixing, percent.", out, nodes, lambda line: line["nodes_after"]["mean"])
        gains(out, nodes)
    print("\n## Links that fail (DFedSAM, 16 nodes)")
    failures(out)


if __name__ == "__main__":
    main()
