#!/usr/bin/python3
"""Golden planes of Basic Features 25 and 33 from SciPy and scikit-image, computed in float64 and rounded to float32.

Writes, beside this file, for each image: NAME.bin (little-endian float32: the channels of the image, then the planes of
each channel) and planes.json (sizes, and for every feature name the index of its plane).
"""
import json
import os

import numpy as np
import scipy
import skimage
from scipy import ndimage as ndi
from skimage.filters import gabor_kernel

HERE = os.path.dirname(os.path.abspath(__file__))


def picture(height, width, seed):
    """Bright discs with hard edges on a slope, fine stripes and noise: structure at every scale, up to the border."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width].astype(float)
    image = 300 + 4.5 * x - 2.5 * y
    for _ in range(6):
        cy, cx, r = rng.uniform(0, height), rng.uniform(0, width), rng.uniform(2, 9)
        image += rng.uniform(200, 2500) * (np.hypot(y - cy, x - cx) < r)
    image += 120 * np.sin(1.1 * x + 0.4 * y) + rng.normal(0, 60, image.shape)
    return image.astype(np.float32)


def gaussian(f, sigma):
    return ndi.gaussian_filter(f, sigma, mode="reflect", truncate=4)


def sobel(f):
    return np.hypot(ndi.sobel(f, axis=1, mode="reflect"), ndi.sobel(f, axis=0, mode="reflect"))


def gabor(f, sigma, degrees, frequency):
    kernel = gabor_kernel(frequency, theta=np.deg2rad(degrees), sigma_x=sigma, sigma_y=sigma, n_stds=3)
    return ndi.convolve(f, np.real(kernel), mode="reflect")


def features(image):
    """Feature name -> plane, every feature of both sets."""
    f = image.astype(np.float64)
    out = {}
    for sigma in sorted({0.7, 1, 2, 4, 8} | {i / 2 for i in range(20)}):
        out[f"Gaussian σ {sigma:g}"] = gaussian(f, sigma) if sigma else f
    for sigma in (0.7, 1, 2, 4, 8):
        out[f"Sobel of Gaussian σ {sigma:g}"] = sobel(gaussian(f, sigma))
    out["Sobel"] = sobel(f)
    for frequency in (0.1, 0.2):
        for degrees in range(0, 360, 60):
            out[f"Gabor σ 1, θ {degrees}°, f {frequency:g}"] = gabor(f, 1, degrees, frequency)
    for sigma in (1, 3):
        for frequency in (0.05, 0.25):
            out[f"Gabor σ {sigma}, θ 180°, f {frequency:g}"] = gabor(f, sigma, 180, frequency)
    for size in (1, 2, 4, 8, 16):
        out[f"Mean {size} × {size}"] = ndi.uniform_filter(f, size, mode="reflect")
    for axes, order in (("xx", (0, 2)), ("yy", (2, 0)), ("xy", (1, 1))):
        out[f"Hessian {axes} σ 1"] = ndi.gaussian_filter(f, 1, order=order, mode="reflect", truncate=4)
    return out


def main():
    sizes = {"one-channel": (1, 37, 49), "three-channels": (3, 13, 21)}
    index, manifest = {}, {"images": {}}
    for name, (channels, height, width) in sizes.items():
        image = np.stack([picture(height, width, 10 * channels + c) for c in range(channels)])
        stored = [image]
        for channel in image:
            planes = features(channel)
            kept = []
            for feature, plane in planes.items():
                # Features that are equal are stored once; what is equal is found here, not assumed.
                same = [i for i, other in enumerate(kept) if np.allclose(plane, other, rtol=1e-12, atol=1e-9 * np.ptp(plane))]
                if not same:
                    kept.append(plane)
                at = same[0] if same else len(kept) - 1
                if index.setdefault(feature, at) != at:
                    raise SystemExit(f"{feature} equals another plane in one channel only")
            stored.append(np.stack(kept).astype(np.float32))
        np.concatenate([s.reshape(-1) for s in stored]).astype("<f4").tofile(os.path.join(HERE, name + ".bin"))
        manifest["images"][name] = {"channels": channels, "height": height, "width": width}
    manifest["planesPerChannel"] = max(index.values()) + 1
    manifest["planeOf"] = index
    with open(os.path.join(HERE, "planes.json"), "w", encoding="utf-8") as file:
        json.dump(manifest, file, ensure_ascii=False, indent=1)
        file.write("\n")
    print("numpy", np.__version__, "scipy", scipy.__version__, "scikit-image", skimage.__version__)


main()
