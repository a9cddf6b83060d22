"""Makes the data and the split of experiment.yaml beside this file, from a seed. Needs NumPy.

usage, from the folder that fed is started in: make_data.py [FOLDER]
"""
import json
import pathlib
import sys

import numpy as np

rng = np.random.default_rng(11)
folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "runs/python-client")
folder.mkdir(parents=True, exist_ok=True)

# One pattern of 28x28 a class, and so much noise that the classes overlap a little: gradients do not vanish.
patterns = 0.15 * rng.normal(size=(10, 28, 28))
arrays = {}
for part, count in (("train", 2000), ("test", 500)):
    labels = rng.integers(0, 10, count)
    arrays[f"{part}_x"] = (patterns[labels] + rng.normal(size=(count, 28, 28))).astype(np.float32)
    arrays[f"{part}_y"] = labels
np.savez(folder / "data.npz", **arrays)

# Clients of different sizes that see some classes more often than others: sorted by label plus noise, then cut.
order = np.argsort(arrays["train_y"] + 3 * rng.normal(size=2000))
cuts = np.sort(rng.choice(np.arange(50, 1950, 10), size=9, replace=False))
clients = [rng.permutation(client).tolist() for client in np.split(order, cuts)]
(folder / "partition.json").write_text(json.dumps(clients))
print(f"{folder}: 10 clients of {min(map(len, clients))} to {max(map(len, clients))} samples")
