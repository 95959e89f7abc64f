"""Figures of reviews as statsmodels and NumPy have them, for FiguresTest.

    python3 reference.py > reference.json        (statsmodels 0.15.0, NumPy 2; SciPy 1.17.1 for the check)

A mean on a bounded scale is mapped to 0..1 and taken for a proportion: proportion_confint takes counts that are no whole
numbers. Where all are at the ends of the scale it is one, and SciPy's binomtest says the same. The adjusted mean is the
average of the mean of the kind, with the weight of five reviews, and the own mean with the weight of its own.
"""
import json

import numpy as np
from scipy.stats import binomtest
from statsmodels.stats.proportion import proportion_confint

PRIOR = 5


def scored(mean, n, low, high):
    p = (mean - low) / (high - low)
    found = proportion_confint(p * n, n, alpha=0.05, method="wilson")
    if abs(p * n - round(p * n)) < 1e-9:
        other = binomtest(round(p * n), n).proportion_ci(0.95, method="wilson")
        assert np.allclose(found, (other.low, other.high), atol=1e-12)
    return [low + (high - low) * float(min(1, max(0, each))) for each in found]


def case(ratings, recommends, of_kind):
    mean = float(np.mean(ratings))
    classes = np.where(np.array(recommends) >= 9, 100, np.where(np.array(recommends) <= 6, -100, 0))
    nps = float(np.mean(classes))
    return {
        "ratings": ratings,
        "recommends": recommends,
        "ofKind": of_kind,
        "mean": mean,
        "interval": scored(mean, len(ratings), 1, 10),
        "adjusted": float(np.average([of_kind, mean], weights=[PRIOR, len(ratings)])),
        "nps": nps,
        "npsInterval": scored(nps, len(recommends), -100, 100),
    }


random = np.random.default_rng(81)
cases = [
    case([1] * 5, [0] * 5, 5.5),
    case([10] * 5, [10] * 5, 5.5),
    case([1] * 5 + [10] * 5, [6] * 5 + [9] * 5, 7.25),
    case([10] * 4 + [1], [7] * 5, 8.0),
]
for n in (5, 6, 7, 9, 10, 12, 17, 25, 40, 81, 250, 1000):
    shift = random.uniform(2, 9)
    ratings = np.clip(np.rint(random.normal(shift, 2.2, n)), 1, 10).astype(int)
    recommends = np.clip(np.rint(random.normal(shift, 2.8, n)), 0, 10).astype(int)
    cases.append(case(ratings.tolist(), recommends.tolist(), round(float(random.uniform(4, 9)), 3)))
print("[\n" + ",\n".join(json.dumps(each) for each in cases) + "\n]")
