#!/usr/bin/env python3
"""Prints the tables of docs/results/attacks.md, "Audits of recorded runs", from the audits of audits.sh.

usage: bench/studies/audits_tables.py OUT
"""

import json
import pathlib
import statistics
import sys


def cell(values, digits=1):
    values = [value for value in values if value is not None]
    if not values:
        return ""
    spread = f" ± {statistics.stdev(values):.{digits}f}" if len(values) > 1 else ""
    return f"{statistics.mean(values):.{digits}f}{spread}"


def plain(audit):
    """Undefended main trials with the labels known, in the order of rounds."""
    rows = [row for row in audit["rows"] if "defence" not in row and row["labels"] == "known" and "score" in row]
    return sorted((row for row in rows if row["attack"] == rows[0]["attack"]), key=lambda row: row["round"])


def worst(row):
    return row["score"]["worst_psnr"]


def overview(names, audits):
    print("| run | samples | mean, first round | worst image, first round | worst image, last round | worst by the mean image |\n|---|---|---|---|---|---|")
    for name in names:
        rows = [plain(audit) for audit in audits[name] if audit["rows"]]
        if rows:
            first, last = [each[0] for each in rows], [each[-1] for each in rows]
            guess = [row.get("guess", {}).get("worst_psnr") for row in first]
            cells = [cell([row["score"]["psnr"] for row in first]), cell(map(worst, first)), f"{cell(map(worst, last))} (round {last[0]['round']})", cell(guess)]
            print(f"| {name} | {first[0]['samples']} | {' | '.join(cells)} |")


def defences(name, audits):
    print(f"\n| {name} | naive | adaptive | accuracy lost, points |\n|---|---|---|---|")
    print(f"| none | {cell(worst(plain(audit)[0]) for audit in audits)} | | |")
    found = {}
    for audit in audits:
        for row in audit["rows"]:
            if "defence" in row and "score" in row:
                found.setdefault(f"{row['defence']} {row['strength'].removeprefix(row['defence']).strip()}", {}).setdefault(row["attacker"], []).append(row)
    for title, rows in found.items():
        lost = [None if row.get("accuracy_lost") is None else 100 * row["accuracy_lost"] for row in rows["naive"]]
        print(f"| {title} | {cell(map(worst, rows['naive']))} | {cell(map(worst, rows.get('adaptive', [])))} | {cell(lost)} |")


def senders(name, audits):
    found = {}
    for audit in audits:
        for row in audit["identification"]:
            found.setdefault((row["attacker"] if "defence" not in row else "the best", row.get("defence", "none")), []).append(row)
    print(f"\n| {name}: who sent what | defence | named, % | null control, % | chance, % |\n|---|---|---|---|---|")
    for (attacker, defence), rows in found.items():
        print(f"| {attacker} | {defence} | {' | '.join(cell(100 * row[key] for row in rows) for key in ('top1', 'null', 'chance'))} |")


def log(name, audits):
    print(f"\n| {name} | PSNR |\n|---|---|")
    for i, view in enumerate(audits[0]["log"]):
        if "score" in view:
            print(f"| {view['what']} | {cell(audit['log'][i]['score']['psnr'] for audit in audits)} |")


def main():
    out = pathlib.Path(sys.argv[1])
    audits = {}
    for path in sorted(out.glob("*/seed-*/audit/audit.json")):
        audits.setdefault(path.parts[-4], []).append(json.loads(path.read_text()))
    overview(list(audits), audits)
    for name in audits:
        if any("defence" in row for row in audits[name][0]["rows"]):
            defences(name, audits[name])
        if audits[name][0]["identification"]:
            senders(name, audits[name])
        if audits[name][0]["log"]:
            log(name, audits[name])


if __name__ == "__main__":
    main()
