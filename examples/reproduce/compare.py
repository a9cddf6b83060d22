"""Does the steps of examples/reproduce-step-by-step.yaml in NumPy and compares every round's global vector with a run's.

usage, from the folder that make.py and fed were started in: compare.py RUN_FOLDER
"""
import json
import pathlib
import sys

import numpy as np

if len(sys.argv) != 2:
    sys.exit("usage: compare.py RUN_FOLDER")

EPOCHS, BATCH, RATE = 2, 16, 0.1
COHORTS = [[0, 2], [1], [0, 1, 2], [1, 2]]

folder = pathlib.Path("reproduce")
x = np.load(folder / "data/train_x.npy").reshape(300, -1).astype(np.float64)
y = np.load(folder / "data/train_y.npy")
clients = json.loads((folder / "partition.json").read_text())


def gradient(vector, batch):
    """Of the mean cross-entropy of softmax(W x + b)."""
    weight, bias = vector[:640].reshape(10, 64), vector[640:]
    logits = x[batch] @ weight.T + bias
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(batch)), y[batch]] -= 1
    p /= len(batch)
    return np.concatenate([(p.T @ x[batch]).ravel(), p.sum(axis=0)])


def train(vector, samples):
    for _ in range(EPOCHS):
        for start in range(0, len(samples), BATCH):  # the last mini-batch is smaller
            vector = vector - RATE * gradient(vector, samples[start:start + BATCH])
    return vector


vectors = pathlib.Path(sys.argv[1]) / "vectors"
point = np.load(folder / "initial.npy").astype(np.float64)
worst = 0.0
for number in range(len(COHORTS) + 1):
    if number > 0:
        # Every client of the cohort counts the same, whatever its number of samples.
        point = np.mean([train(point, clients[client]) for client in COHORTS[number - 1]], axis=0)
    difference = np.abs(np.load(vectors / f"round-{number:06d}.npy") - point).max()
    worst = max(worst, difference)
    print(f"round {number}: largest difference {difference:.1e}")

sys.exit(0 if worst < 1e-5 else "the vectors differ")
