#!/usr/bin/env python3
"""Evaluates CNN28 on the 10,000 test images of Fashion-MNIST, on all cores."""

import argparse
import json
import statistics
import sys

import common

common.tune()

import torch
import torch.nn.functional as F

import cnn28


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="folder with the four Fashion-MNIST files (IDX, gz)")
    parser.add_argument("--batch", type=int, default=250)
    parser.add_argument("--repeats", type=int, default=9, help="measured evaluations; two more are run first and discarded")
    parser.add_argument("--order", choices=["pool-relu", "relu-pool"], default="pool-relu")
    parser.add_argument("--layout", choices=["nchw", "nhwc"], default="nhwc")
    parser.add_argument("--processes", type=int, default=common.cores())
    arguments = parser.parse_args()
    common.one_thread()

    images, labels = common.fashion_mnist(arguments.data, "t10k")
    batches = list(zip(images.split(arguments.batch), labels.split(arguments.batch)))
    network = common.FlatParameters(cnn28.initial(), arguments.layout == "nhwc")
    sums = torch.zeros(arguments.processes, 2, dtype=torch.float64).share_memory_()

    @torch.no_grad()
    def work(worker, _, jobs):
        loss, right = 0.0, 0
        for job in jobs:
            x, y = batches[job]
            scores = cnn28.logits(network.views, x, arguments.order)
            loss += float(F.cross_entropy(scores, y, reduction="sum"))
            right += int((scores.argmax(1) == y).sum())
        sums[worker, 0], sums[worker, 1] = loss, right

    crew = common.Crew(arguments.processes, work)
    times = [crew.run(t, len(batches)) for t in range(arguments.repeats + 2)][2:]
    crew.close()
    loss, right = (sums.sum(0) / len(labels)).tolist()
    variant = f"{arguments.layout}-batch{arguments.batch}-{arguments.processes}p"
    result = {"scenario": "evaluate", "variant": variant, "seconds_per_evaluation": round(statistics.median(times), 5)}
    print(json.dumps({**result, "repeats": len(times), "seconds": round(sum(times), 4)}))
    print(f"untrained: loss {loss:.4f}, accuracy {right:.4f}", file=sys.stderr)


if __name__ == "__main__":
    main()
