#!/usr/bin/env python3
"""Prints the tables of docs/results/one-byte.md from the runs of one_byte.sh.

usage: bench/studies/one_byte_tables.py OUT
"""

import json
import pathlib
import statistics
import sys

ARMS = {
    "byte": "one byte",
    "float": "four bytes (float32)",
    "sign": "one bit (sign)",
    "gaussian": "one byte, normal directions",
    "shared": "one byte, shared directions",
    "feedsign": "FeedSign",
    "zo-adamu": "ZO-AdaMU, one byte",
    "byte-lora": "one byte, LoRA",
    "byte-all": "one byte, all parameters",
    "fedavg": "FedAvg, normalisations and biases",
    "fedavg-all": "FedAvg, all parameters",
}


def runs(out, arm):
    """The rounds and the summary of every finished run of an arm, by seed."""
    found = []
    for summary in sorted((out / arm).glob("seed-*/summary.json")):
        lines = [json.loads(line) for line in (summary.parent / "metrics.jsonl").read_text().splitlines()]
        found.append((lines, json.loads(summary.read_text())))
    return found


def cell(values, digits=3):
    values = list(values)
    if any(value is None for value in values) or not values:
        return "-"
    mean = statistics.mean(values)
    return f"{mean:.{digits}f}" if len(values) == 1 else f"{mean:.{digits}f} ± {statistics.stdev(values):.{digits}f}"


def spent_at(lines, loss):
    """Bytes up and down until the test loss was reached; None if it was not."""
    spent = 0
    for line in lines:
        spent += line["bytes_up"] + line["bytes_down"]
        if line.get("test_loss", float("inf")) <= loss:
            return spent
    return None


def main(out):
    print("| what travels | parameters | loss before | loss after | rounds | bytes sent | sent and received to reach 3.5 nats | seconds |\n|---|---|---|---|---|---|---|---|")
    for arm, name in ARMS.items():
        found = runs(out, arm)
        if not found:
            continue
        spent = [spent_at(lines, 3.5) for lines, _ in found]
        print(
            f"| {name} | {found[0][1]['parameters']:,} | {cell((lines[0]['test_loss'] for lines, _ in found))} | "
            f"{cell((summary['final_test_loss'] for _, summary in found))} | {found[0][1]['rounds']} | {found[0][1]['bytes_up']:,} | "
            f"{'-' if None in spent else f'{round(statistics.mean(spent)):,}'} | {cell((summary['seconds'] for _, summary in found), 0)} |"
        )

    print("\nByte minus float, each seed: " + ", ".join(
        f"{byte['final_test_loss'] - single['final_test_loss']:+.4f}" for (_, byte), (_, single) in zip(runs(out, "byte"), runs(out, "float"))))
    print("\n| round | " + " | ".join(ARMS[arm] for arm in ("byte", "sign", "gaussian")) + " |\n|---|---|---|---|")
    for at in range(0, 301, 50):
        losses = [cell(next(line["test_loss"] for line in lines if line["round"] == at) for lines, _ in runs(out, arm)) for arm in ("byte", "sign", "gaussian")]
        print(f"| {at} | {' | '.join(losses)} |")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
