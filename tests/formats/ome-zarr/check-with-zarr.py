"""Reads OME-Zarrs 0.4 with zarr-python (2.x) and prints what it finds as a line of JSON each: of every array its shape, type and a
hash of its samples in C order, and the attributes of every group. Usage: check-with-zarr.py FOLDER …"""

import hashlib
import json
import sys

import zarr


def report(folder):
    root = zarr.open_group(folder, mode="r")
    found = {"arrays": {}, "groups": {"": root.attrs.asdict()}}

    def look(name, item):
        if isinstance(item, zarr.Array):
            samples = item[...]
            little = samples.astype(samples.dtype.newbyteorder("<"))
            digest = hashlib.sha256(little.tobytes(order="C")).hexdigest()
            found["arrays"][name] = {"shape": item.shape, "dtype": item.dtype.name, "sha256": digest}
        else:
            found["groups"][name] = item.attrs.asdict()

    root.visititems(look)
    return found


for folder in sys.argv[1:]:
    print(json.dumps(report(folder)))
