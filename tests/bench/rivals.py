"""Train & Segment with Python's parts on the image that Grove's benchmark wrote, warm and on all cores.

    python3 rivals.py FOLDER

FOLDER holds image.raw (uint16, size x size), labels.raw (uint8, 0 = unlabelled), both little-endian C order.
Prints one JSON object per rival: seconds for features, training, prediction and their sum, the best of three runs.
"""
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

SIGMAS = (0.7, 1.0, 2.0, 4.0, 8.0)
THREADS = os.cpu_count() or 1
REPEAT = 3


def gabor_kernels():
    from skimage.filters import gabor_kernel

    angles = np.deg2rad(range(0, 360, 60))
    return [np.real(gabor_kernel(f, theta=t, sigma_x=1, sigma_y=1)).astype(np.float32) for f in (0.1, 0.2) for t in angles]


def in_threads(jobs):
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda job: job(), jobs))


def scipy_features():
    """scipy.ndimage and scikit-image, as people write it."""
    from scipy import ndimage as ndi
    from skimage.filters import sobel

    def smooth_and_edges(image, sigma):
        plane = ndi.gaussian_filter(image, sigma, mode="reflect")
        return [plane, sobel(plane)]

    def compute(image):
        jobs = [lambda s=s: smooth_and_edges(image, s) for s in SIGMAS[::-1]]
        jobs += [lambda k=k: [ndi.convolve(image, k, mode="reflect")] for k in gabor_kernels()]
        jobs += [lambda o=o: [ndi.gaussian_filter(image, 1, order=o)] for o in ((0, 2), (2, 0), (1, 1))]
        return np.stack([plane for part in in_threads(jobs) for plane in part])

    return compute


def opencv_features():
    """OpenCV's vector code into planes that are kept from run to run, shared between threads by plane."""
    import cv2

    cv2.setNumThreads(1)
    border, depth, kept = cv2.BORDER_REFLECT, cv2.CV_32F, {}
    x = np.arange(-4, 5, dtype=np.float32)
    g0 = np.exp(-x * x / 2)
    g0 /= g0.sum()
    g1, g2 = -x * g0, (x * x - 1) * g0

    def compute(image):
        if not kept:
            kept["planes"] = np.empty((25, *image.shape), np.float32)
            kept["slopes"] = np.empty((len(SIGMAS), 2, *image.shape), np.float32)
        planes, slopes = kept["planes"], kept["slopes"]

        def smooth_and_edges(at, sigma):
            side = 2 * int(4 * sigma + 0.5) + 1
            cv2.GaussianBlur(image, (side, side), sigma, dst=planes[2 * at], borderType=border)
            cv2.Sobel(planes[2 * at], depth, 1, 0, dst=slopes[at, 0], borderType=border)
            cv2.Sobel(planes[2 * at], depth, 0, 1, dst=slopes[at, 1], borderType=border)
            cv2.magnitude(slopes[at, 0], slopes[at, 1], planes[2 * at + 1])

        jobs = [lambda a=a, s=s: smooth_and_edges(a, s) for a, s in enumerate(SIGMAS[::-1])]
        jobs += [lambda a=a, k=k: cv2.filter2D(image, depth, k[::-1, ::-1], dst=planes[10 + a], borderType=border) for a, k in enumerate(gabor_kernels())]
        jobs += [
            lambda a=a, p=p: cv2.sepFilter2D(image, depth, *p, dst=planes[22 + a], borderType=border)
            for a, p in enumerate(((g2, g0), (g0, g2), (g1, g1)))
        ]
        in_threads(jobs)
        return planes

    return compute


def measure(name, make, image, labels):
    from sklearn.ensemble import RandomForestClassifier

    compute = make()
    best = None
    for _ in range(REPEAT):
        t0 = time.perf_counter()
        planes = compute(image)
        t1 = time.perf_counter()
        marked = labels > 0
        forest = RandomForestClassifier(25, n_jobs=THREADS, random_state=0).fit(planes[:, marked].T, labels[marked])
        t2 = time.perf_counter()
        forest.predict_proba(planes.reshape(len(planes), -1).T)
        t3 = time.perf_counter()
        run = dict(features=t1 - t0, train=t2 - t1, predict=t3 - t2, total=t3 - t0)
        if best is None or run["total"] < best["total"]:
            best = run
    return dict(name=name, threads=THREADS, **{key: round(value, 4) for key, value in best.items()})


def main():
    folder = sys.argv[1]
    pixels = np.fromfile(os.path.join(folder, "image.raw"), "<u2")
    size = int(round(len(pixels) ** 0.5))
    image = pixels.reshape(size, size).astype(np.float32)
    labels = np.fromfile(os.path.join(folder, "labels.raw"), np.uint8).reshape(size, size)
    for name, make in (("scipy", scipy_features), ("opencv", opencv_features)):
        try:
            print(json.dumps(measure(name, make, image, labels)), flush=True)
        except ImportError as missing:
            print(json.dumps(dict(name=name, missing=str(missing))), flush=True)


if __name__ == "__main__":
    main()
