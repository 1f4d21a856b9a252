"""Precision and recall by scikit-learn's neighbours, for src/images/manifold.test.ts: python3 test/paper/make-precision-recall.py

Points come from a rule that both sides compute, so the file holds only sizes and figures. One stream of uniforms (seed
below): state = (1664525 * state + 1013904223) mod 2^32, u = state / 2^32. First the real points, then the made ones, row
by row; a number is the sum of four u less 2, made numbers times `scale` plus `shift`.
"""
import json
import pathlib

import numpy as np
from sklearn.neighbors import NearestNeighbors

CASES = [
    dict(seed=1, real=300, made=300, dims=2, k=5, scale=1, shift=0),
    dict(seed=2, real=300, made=300, dims=2, k=3, scale=0.5, shift=0.2),
    dict(seed=3, real=257, made=131, dims=16, k=5, scale=0.8, shift=0.1),
    dict(seed=4, real=400, made=400, dims=64, k=5, scale=0.95, shift=0),
    dict(seed=5, real=200, made=200, dims=5, k=1, scale=1.3, shift=0),
]


def points(state, rows, dims, scale, shift):
    values = np.empty((rows, dims))
    for i in range(rows):
        for j in range(dims):
            total = -2.0
            for _ in range(4):
                state = (1664525 * state + 1013904223) % 2**32
                total += state / 2**32
            values[i, j] = total * scale + shift
    return state, values


def inside(points, balls, k):
    """Share of the points within a ball's reach: that to its centre's k-th neighbour, itself not counted."""
    reach = NearestNeighbors(n_neighbors=k).fit(balls).kneighbors()[0][:, -1]
    near = NearestNeighbors(n_neighbors=len(balls)).fit(balls).kneighbors(points)
    return float(np.mean([(distance <= reach[which]).any() for distance, which in zip(*near)]))


figures = []
for case in CASES:
    state, real = points(case["seed"], case["real"], case["dims"], 1, 0)
    _, made = points(state, case["made"], case["dims"], case["scale"], case["shift"])
    figures.append({**case, "precision": inside(made, real, case["k"]), "recall": inside(real, made, case["k"])})
path = pathlib.Path(__file__).parent / "precision-recall.json"
path.write_text(json.dumps(figures, indent=1) + "\n")
