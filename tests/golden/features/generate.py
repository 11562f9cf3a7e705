#!/usr/bin/python3
"""Golden planes of the feature sets from SciPy and scikit-image, computed in float64 and rounded to float32.

Writes, beside this file, for each image: NAME.bin (little-endian float32: the channels of the image, then the planes of
each channel) and planes.json (sizes, and for every feature name the index of its plane). The planes of the basic sets are in
the files named after their image; those of Multi-scale and Scattering in multiscale.bin and scattering.bin, for the one channel
of a smaller image.
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


def eigenvalues(xx, xy, yy):
    """Larger and smaller eigenvalue of the symmetric matrix at each pixel."""
    matrices = np.stack([np.stack([xx, xy], -1), np.stack([xy, yy], -1)], -2)
    values = np.linalg.eigvalsh(matrices)
    return values[..., 1], values[..., 0]


def multiscale(image):
    """Feature name -> plane, every family at every scale."""
    f = image.astype(np.float64)
    out = {}
    for sigma in (0.3, 0.7, 1, 1.6, 3.5, 5, 10):
        out[f"Gaussian σ {sigma:g}"] = gaussian(f, sigma)
        out[f"Laplacian of Gaussian σ {sigma:g}"] = ndi.gaussian_laplace(f, sigma, mode="reflect", truncate=4)
        out[f"Gradient magnitude σ {sigma:g}"] = ndi.gaussian_gradient_magnitude(f, sigma, mode="reflect", truncate=4)
        out[f"Difference of Gaussians σ {sigma:g}"] = gaussian(f, sigma) - gaussian(f, 0.66 * sigma)
        derive = lambda g, order: ndi.gaussian_filter(g, sigma, order=order, mode="reflect", truncate=4)
        hessian = eigenvalues(derive(f, (0, 2)), derive(f, (1, 1)), derive(f, (2, 0)))
        # The image is continued by reflection before anything is computed: products of derivatives are not reflected anew.
        pad = int(4 * sigma + 0.5) + int(4 * (sigma / 2) + 0.5)
        wide = np.pad(f, pad, mode="symmetric")
        x, y = derive(wide, (0, 1)), derive(wide, (1, 0))
        inside = (slice(pad, -pad), slice(pad, -pad))
        tensor = eigenvalues(*[gaussian(product, sigma / 2)[inside] for product in (x * x, x * y, y * y)])
        for which, h, t in zip(("larger", "smaller"), hessian, tensor):
            out[f"Hessian {which} eigenvalue σ {sigma:g}"] = h
            out[f"Structure tensor {which} eigenvalue σ {sigma:g}"] = t
    return out


def morlet(scale, degrees):
    """The wavelet as a square of complex samples, from skimage's complex Gabor kernel less its mean under the envelope."""
    sigma, frequency = 0.8 * 2**scale, 3 * np.pi / 4 / 2**scale
    radius = int(4 * sigma + 0.5)
    # n_stds makes skimage's square at least as large at any angle; the middle of it is taken.
    make = lambda f: gabor_kernel(f / (2 * np.pi), theta=np.deg2rad(degrees), sigma_x=sigma, sigma_y=sigma, n_stds=8)
    kernel, envelope = (square(make(f), radius) for f in (frequency, 0))
    envelope = envelope.real / envelope.real.sum()
    carried = kernel / np.abs(kernel).sum()
    return carried - carried.sum() * envelope


def square(kernel, radius):
    y, x = (size // 2 for size in kernel.shape)
    return kernel[y - radius : y + radius + 1, x - radius : x + radius + 1]


def scattering(image):
    """Feature name -> plane: order 2 with three scales, of which one path in seven is kept."""
    pad = 40
    wide = np.pad(image.astype(np.float64), pad, mode="symmetric")
    paths = [()] + [((j, d),) for j in range(3) for d in range(0, 180, 30)]
    paths += [a + b for a in paths[1:] for b in paths[1:] if b[0][0] > a[0][0]]
    moduli = {(): wide}
    for path in paths[1:19]:
        moduli[path] = np.abs(ndi.convolve(wide, morlet(*path[0]), mode="constant"))
    out = {}
    for path in paths[::7]:
        if len(path) == 2:
            moduli[path] = np.abs(ndi.convolve(moduli[path[:1]], morlet(*path[1]), mode="constant"))
        name = " → ".join(f"scale {j} θ {d}°" for j, d in path) or "low-pass"
        out[f"Scattering {name}"] = gaussian(moduli[path], 0.8 * 2**2)[pad:-pad, pad:-pad]
    return out


def write_one(name, image, planes):
    """One file of the image and all planes; returns what the manifest says of it."""
    stored = np.stack([image, *planes.values()])
    stored.astype("<f4").tofile(os.path.join(HERE, name + ".bin"))
    height, width = image.shape
    return {"height": height, "width": width, "planes": list(planes)}


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
    small = picture(19, 29, 5)
    manifest["sets"] = {"multiscale": write_one("multiscale", small, multiscale(small))}
    manifest["sets"]["scattering"] = write_one("scattering", small, scattering(small))
    with open(os.path.join(HERE, "planes.json"), "w", encoding="utf-8") as file:
        json.dump(manifest, file, ensure_ascii=False, indent=1)
        file.write("\n")
    print("numpy", np.__version__, "scipy", scipy.__version__, "scikit-image", skimage.__version__)


main()
