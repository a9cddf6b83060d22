#!/usr/bin/env python3
"""Makes the embedded subset of Fashion-MNIST from the complete data set.

    make_mini.py FOLDER [OUT]

FOLDER holds the four gzipped IDX files of Fashion-MNIST (Debian package dataset-fashion-mnist, or `fed data get fashion-mnist`).
Takes the first 1,000 training and the first 200 test images of every class, in the order of the files. The output
has no time stamp, so that the same input gives the same bytes.
"""

import gzip
import io
import pathlib
import struct
import sys


def read(path, dimensions):
    data = gzip.decompress(path.read_bytes())
    header = struct.unpack(f">{1 + dimensions}i", data[: 4 * (1 + dimensions)])
    return header[1:], data[4 * (1 + dimensions):]


def write(path, magic, shape, data):
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(struct.pack(f">{1 + len(shape)}i", magic, *shape) + data)
    path.write_bytes(buffer.getvalue())


def subset(folder, out, split, target, per_class):
    (_, height, width), pixels = read(folder / f"{split}-images-idx3-ubyte.gz", 3)
    _, labels = read(folder / f"{split}-labels-idx1-ubyte.gz", 1)
    size, taken, chosen = height * width, [0] * 10, []
    for index, label in enumerate(labels):
        if taken[label] < per_class:
            taken[label] += 1
            chosen.append(index)
    assert taken == [per_class] * 10, taken
    images = b"".join(pixels[i * size:(i + 1) * size] for i in chosen)
    write(out / f"fashion-mnist-mini-{target}-images.idx3.gz", 0x803, (len(chosen), height, width), images)
    write(out / f"fashion-mnist-mini-{target}-labels.idx1.gz", 0x801, (len(chosen),), bytes(labels[i] for i in chosen))


if __name__ == "__main__":
    source = pathlib.Path(sys.argv[1])
    destination = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else pathlib.Path(__file__).parent
    subset(source, destination, "train", "train", 1000)
    subset(source, destination, "t10k", "test", 200)
