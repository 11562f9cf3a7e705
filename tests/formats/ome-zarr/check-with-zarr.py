"""Reads an OME-Zarr 0.4 with zarr-python (2.x) and prints what it finds as JSON: of every array its shape, type and a hash of its
samples in C order, and the attributes of every group. Usage: check-with-zarr.py FOLDER"""

import hashlib
import json
import sys

import zarr

root = zarr.open_group(sys.argv[1], mode="r")
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
print(json.dumps(found))
