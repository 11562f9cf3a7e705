"""Five synthetic data sets, and how well scikit-learn's random forest does on them.

    /usr/bin/python3 tests/golden/forest/generate.py

Writes tables.bin (all sets: training rows, then test rows; little-endian int16, values times 64), labels.bin (in the same order) and
expected.json (sizes, scikit-learn's accuracy on the test rows for seeds 0 ... 9, and its out-of-bag accuracy).
"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.ensemble import RandomForestClassifier

TRAIN, TEST, SEEDS, TREES = 700, 1300, 10, 25


def blobs(rng, n):
    """Two overlapping Gaussian clouds in eight dimensions."""
    y = rng.integers(0, 2, n)
    return rng.normal(0, 1, (n, 8)) + 0.45 * y[:, None] * np.linspace(1.5, 0.2, 8), y


def spirals(rng, n):
    """Three arms of a spiral and four columns of noise."""
    y = rng.integers(0, 3, n)
    t = np.sqrt(rng.random(n)) * 9
    angle = t / 2 + y * 2 * np.pi / 3
    x = np.stack([t * np.cos(angle), t * np.sin(angle)], 1) + rng.normal(0, 0.6, (n, 2))
    return np.hstack([x, rng.normal(0, 3, (n, 4))]), y


def board(rng, n):
    """A chess board of 4 x 4 fields, one label in ten wrong, three columns of noise."""
    x = rng.uniform(0, 4, (n, 5))
    y = (np.floor(x[:, 0]) + np.floor(x[:, 1])) % 2
    wrong = rng.random(n) < 0.1
    return x, np.where(wrong, 1 - y, y).astype(int)


def skewed(rng, n):
    """Four classes of very different frequency, columns of very different spread."""
    y = rng.choice(4, n, p=[0.6, 0.25, 0.1, 0.05])
    centre = np.array([[0, 0, 0, 0, 0, 0, 0], [1, 0, 0.5, 0, 0, 1, 0], [0, 1, 0, 1, 0.5, 0, 0], [1, 1, 1, 0, 1, 1, 1]])[y]
    return np.exp(rng.normal(centre, 0.8)) * [0.2, 1, 1, 3, 3, 8, 20], y


def counts(rng, n):
    """Small whole numbers: many rows are equal, some of them with different classes, so leaves stay mixed."""
    y = rng.integers(0, 3, n)
    return np.minimum(rng.poisson(np.array([[1, 2, 1], [2, 1, 1], [2, 2, 3]])[y]), 5).astype(float), y


def main():
    here = pathlib.Path(__file__).parent
    tables, labels, expected = [], [], []
    for number, make in enumerate((blobs, spirals, board, skewed, counts)):
        x, y = make(np.random.default_rng(100 + number), TRAIN + TEST)
        x = np.clip(np.round(x * 64), -32768, 32767).astype("<i2")
        tables.append(x)
        labels.append(y.astype(np.uint8))
        accuracy, out_of_bag = [], []
        for seed in range(SEEDS):
            forest = RandomForestClassifier(TREES, random_state=seed, oob_score=True).fit(x[:TRAIN] / 64, y[:TRAIN])
            accuracy.append(float(np.mean(forest.predict(x[TRAIN:] / 64) == y[TRAIN:])))
            out_of_bag.append(float(forest.oob_score_))
        expected.append({
            "name": make.__name__,
            "features": x.shape[1],
            "classes": int(y.max()) + 1,
            "train": TRAIN,
            "test": TEST,
            "accuracy": accuracy,
            "outOfBagAccuracy": out_of_bag,
        })
        print(make.__name__, np.mean(accuracy), np.std(accuracy), np.mean(out_of_bag))
    (here / "tables.bin").write_bytes(b"".join(x.tobytes() for x in tables))
    (here / "labels.bin").write_bytes(b"".join(y.tobytes() for y in labels))
    (here / "expected.json").write_text(
        json.dumps({"scikitLearn": sklearn.__version__, "trees": TREES, "seeds": SEEDS, "sets": expected}, indent=1) + "\n")


main()
