#!/usr/bin/env python3
"""Prints the table of docs/results/attacks.md, "Utility under defences", from the runs of privacy.sh.

usage: bench/studies/privacy_tables.py OUT
"""

import json
import pathlib
import statistics
import sys


def cell(values, digits):
    values = list(values)
    if not values or any(value is None for value in values):
        return "-"
    spread = f" ± {statistics.stdev(values):.{digits}f}" if len(values) > 1 else ""
    return f"{statistics.mean(values):.{digits}f}{spread}"


def loss(runs, key):
    values = [run.get(key) for run in runs]
    return "> 1000" if None not in values and min(values) > 1000 else cell(values, 1)


def main():
    out = pathlib.Path(sys.argv[1])
    for model in sorted(folder for folder in out.iterdir() if folder.is_dir()):
        print(f"\n| {model.name} | accuracy, % | lost, points | epsilon, models | epsilon, coordinator | unit |\n|---|---|---|---|---|---|")
        arms = {}
        for path in sorted(model.glob("*/seed-*/summary.json"), key=lambda path: path.stat().st_mtime):
            arms.setdefault(path.parent.parent.name, []).append(json.loads(path.read_text()))
        base = statistics.mean(run["final_test_accuracy"] for run in arms["none"])
        for runs in arms.values():
            name = "; ".join(text.split(": only")[0] for text in runs[0].get("defences") or []) or "none"
            accuracy = [100 * run["final_test_accuracy"] for run in runs]
            print(
                f"| {name} | {cell(accuracy, 1)} | {round(100 * base - statistics.mean(accuracy), 1) + 0.0:.1f} "
                f"| {loss(runs, 'epsilon')} | {loss(runs, 'epsilon_coordinator')} "
                f"| {runs[0].get('privacy_unit', '-')} |"
            )


main()
