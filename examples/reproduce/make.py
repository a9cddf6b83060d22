"""Makes the files of examples/reproduce-step-by-step.yaml: data, split and initial vector. Needs NumPy."""
import json
import pathlib

import numpy as np

rng = np.random.default_rng(7)
folder = pathlib.Path("reproduce")
(folder / "data").mkdir(parents=True, exist_ok=True)

centres = rng.normal(size=(10, 1, 8, 8))
for part, count in (("train", 300), ("test", 100)):
    labels = rng.integers(0, 10, count)
    # Classes overlap: where they are easy to tell apart, gradients soon vanish, and differences with them.
    samples = centres[labels] + 3 * rng.normal(size=(count, 1, 8, 8))
    np.save(folder / "data" / f"{part}_x.npy", samples.astype(np.float32))  # [n, channels, height, width]
    np.save(folder / "data" / f"{part}_y.npy", labels)                      # [n], any integer type

# Three clients of different sizes; the order inside a client is the order of its mini-batches.
order = rng.permutation(300)
clients = [order[:150], order[150:250], order[250:]]
(folder / "partition.json").write_text(json.dumps([client.tolist() for client in clients]))

# Flat and in the order of the model's parameters: here weight [10, 64], then bias [10].
np.save(folder / "initial.npy", (0.01 * rng.normal(size=10 * 64 + 10)).astype(np.float32))
