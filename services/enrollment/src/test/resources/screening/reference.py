"""Welch's interval of the difference of two means as SciPy has it, for WelchTest.

    python3 reference.py > reference.json        (SciPy 1.17.1, NumPy 2)

Points are means of two reviewers, so halves; groups from two to some hundred, among them one that does not vary. Means are
NumPy's; the interval is that of ttest_ind without equal variances.
"""
import json

import numpy as np
from scipy.stats import ttest_ind

random = np.random.default_rng(5)


def case(first, second):
    interval = ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    return {
        "first": first,
        "second": second,
        "difference": float(np.mean(first) - np.mean(second)),
        "lower": float(interval.low),
        "upper": float(interval.high),
    }


def points(n, mean, spread, high):
    return (np.clip(np.rint(random.normal(mean, spread, n) * 2), 0, high * 2) / 2).tolist()


cases = [
    case([1.0, 2.0], [3.0, 5.5]),
    case([4.0, 4.0, 4.0], [2.0, 3.5]),
    case([0.0, 100.0], [50.0, 50.0, 50.0, 50.5]),
]
for n, m in [(2, 30), (5, 3), (19, 20), (20, 20), (44, 6), (57, 23), (300, 120)]:
    for high in (5, 100):
        cases.append(
            case(
                points(n, high * random.uniform(0.4, 0.8), high * 0.2, high),
                points(m, high * random.uniform(0.3, 0.7), high * 0.3, high),
            )
        )
print("[\n" + ",\n".join(json.dumps(each) for each in cases) + "\n]")
