"""scikit-learn's part of training.bench.ts: python3 training_rival.py FOLDER FEATURES TREES"""
import json
import os
import resource
import sys
import time

import numpy as np
from sklearn.ensemble import RandomForestClassifier

folder, features, trees = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
matrix = np.fromfile(os.path.join(folder, "matrix.f32"), "<f4").reshape(-1, features)
labels = np.fromfile(os.path.join(folder, "labels.u8"), np.uint8)
threads = os.cpu_count() or 1
RandomForestClassifier(2, n_jobs=threads, random_state=0).fit(matrix[:2000], labels[:2000])
start_mb = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
start = time.perf_counter()
forest = RandomForestClassifier(trees, n_jobs=threads, random_state=0, oob_score=True).fit(matrix, labels)
seconds = time.perf_counter() - start
peak_mb = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
nodes = sum(tree.tree_.node_count for tree in forest.estimators_)
print(json.dumps(dict(threads=threads, seconds=seconds, nodes=nodes, outOfBagError=1 - forest.oob_score_, startMb=start_mb, peakMb=peak_mb)))
