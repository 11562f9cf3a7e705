#!/usr/bin/python3
"""Golden masks of the image functions from SciPy and scikit-image.

Writes, beside this file, masks.bin: the masks one after another, each bit-packed (8 pixels per byte, the first in the lowest bit, no
padding between rows, a mask padded to whole bytes), and index.json: size, and for each case the number of its mask. The label image
(labels.bin, one byte per pixel, classes 0 ... 4) is an input of its own.
"""
import json
import os

import numpy as np
import scipy
import skimage
from scipy import ndimage as ndi
from skimage import morphology

HERE = os.path.dirname(os.path.abspath(__file__))
HEIGHT, WIDTH = 97, 131


def blobs(rng, sigma, share, specks=0.03):
    """Smooth random objects with holes in them, some of them at the border, and a sprinkle of single pixels."""
    field = ndi.gaussian_filter(rng.normal(size=(HEIGHT, WIDTH)), sigma)
    mask = field > np.quantile(field, 1 - share)
    return mask ^ (rng.random((HEIGHT, WIDTH)) < specks)


def structure(connectivity):
    return ndi.generate_binary_structure(2, 1 if connectivity == 4 else 2)


def kept_by_area(mask, connectivity, least, most):
    found, count = ndi.label(mask, structure(connectivity))
    areas = np.bincount(found.ravel(), minlength=count + 1)
    good = (areas >= least) & (areas <= most)
    good[0] = False
    return good[found]


def filled(mask, connectivity, most):
    """Holes are connected the other way than the objects, and do not touch the border."""
    found, count = ndi.label(~mask, structure(12 - connectivity))
    areas = np.bincount(found.ravel(), minlength=count + 1)
    holes = areas <= most
    holes[0] = False
    border = np.concatenate([found[0], found[-1], found[:, 0], found[:, -1]])
    holes[border] = False
    return mask | holes[found]


def footprint(shape, count):
    if shape == "square":
        return morphology.square(2 * count + 1).astype(bool)
    return (morphology.diamond(count) if shape == "cross" else morphology.disk(count)).astype(bool)


def erode(mask, foot):
    return ndi.binary_erosion(mask, foot, border_value=1)


def dilate(mask, foot):
    return ndi.binary_dilation(mask, foot, border_value=0)


def main():
    rng = np.random.default_rng(11)
    a, b = blobs(rng, 2.5, 0.55), blobs(rng, 4, 0.4)
    masks, index = [], {}

    def put(name, mask):
        index[name] = len(masks)
        masks.append(mask)

    put("a", a)
    put("b", b)
    for name, mask in (("and", a & b), ("or", a | b), ("xor", a ^ b), ("minus", a & ~b), ("not", ~a)):
        put(name, mask)
    for connectivity in (4, 8):
        for least, most in ((2, 10**9), (20, 400), (0, 60)):
            put(f"scrap {connectivity} {least} {most}", kept_by_area(a, connectivity, least, most))
        # A second library for the common case.
        small = morphology.remove_small_objects(a, 20, connectivity=1 if connectivity == 4 else 2)
        assert (small == kept_by_area(a, connectivity, 20, 10**9)).all()
        for most in (1, 12, 10**9):
            put(f"fill {connectivity} {most}", filled(a, connectivity, most))
    assert (filled(a, 8, 10**9) == ndi.binary_fill_holes(a)).all()
    c = blobs(rng, 5, 0.4, 0.0005)
    put("c", c)
    for shape in ("square", "cross", "disk"):
        for count in (1, 2, 5):
            foot = footprint(shape, count)
            put(f"erode {shape} {count}", erode(c, foot))
            put(f"dilate {shape} {count}", dilate(c, foot))
            put(f"open {shape} {count}", dilate(erode(c, foot), foot))
            put(f"close {shape} {count}", erode(dilate(c, foot), foot))
            if shape != "disk":
                small_foot = footprint(shape, 1)
                assert (ndi.binary_erosion(c, small_foot, iterations=count, border_value=1) == erode(c, foot)).all()

    # Classes that touch each other and the background, as a segmentation has them.
    fields = np.stack([ndi.gaussian_filter(rng.normal(size=(HEIGHT, WIDTH)), 3) for _ in range(5)])
    labels = fields.argmax(0).astype(np.uint8)
    for k in range(1, 5):
        for connectivity in (4, 8):
            put(f"class {k} scrap {connectivity}", kept_by_area(labels == k, connectivity, 30, 10**9))
        put(f"class {k} erode", erode(labels == k, footprint("disk", 2)))
        put(f"class {k} open", dilate(erode(labels == k, footprint("cross", 2)), footprint("cross", 2)))
    labels.tofile(os.path.join(HERE, "labels.bin"))
    packed = [np.packbits(mask.ravel(), bitorder="little") for mask in masks]
    np.concatenate(packed).tofile(os.path.join(HERE, "masks.bin"))
    with open(os.path.join(HERE, "index.json"), "w", encoding="utf-8") as file:
        json.dump({"width": WIDTH, "height": HEIGHT, "masks": index}, file, indent=1)
        file.write("\n")
    print("numpy", np.__version__, "scipy", scipy.__version__, "scikit-image", skimage.__version__)


main()
