"""Precisions of covariances. GaussianMixture is started by precisions, a case gives covariances."""

from fractions import Fraction

import numpy as np

from em_protocol import Unsupported

# Above this dimension exact arithmetic takes too long.
EXACT = 12


def of(covariances, kind):
    """What `precisions_init` takes. Anything that has another shape or has no inverse goes on as it is, to be judged there."""
    if kind in ("spherical", "diag"):
        with np.errstate(divide="ignore"):
            return 1.0 / np.asarray(covariances, dtype=float)
    matrices = [covariances] if kind == "tied" else covariances
    inverses = [inverse(matrix) for matrix in matrices]
    return inverses[0] if kind == "tied" else inverses


def inverse(matrix):
    a = np.asarray(matrix, dtype=float)
    if a.ndim != 2 or a.shape[0] != a.shape[1] or not np.isfinite(a).all():
        return a
    if len(a) <= EXACT:
        return exact_inverse(a)
    try:
        return np.linalg.inv(a)
    except np.linalg.LinAlgError:
        raise singular() from None


def exact_inverse(a):
    """By Gauss-Jordan in rationals, each entry rounded once: the conversion adds no error of its own."""
    n = len(a)
    rows = [[Fraction(float(v)) for v in row] + [Fraction(i == j) for j in range(n)] for i, row in enumerate(a)]
    for column in range(n):
        pivot = next((i for i in range(column, n) if rows[i][column] != 0), None)
        if pivot is None:
            raise singular()
        rows[column], rows[pivot] = rows[pivot], rows[column]
        scale = rows[column][column]
        rows[column] = [v / scale for v in rows[column]]
        for i in range(n):
            if i != column and rows[i][column] != 0:
                factor = rows[i][column]
                rows[i] = [v - factor * p for v, p in zip(rows[i], rows[column])]
    return np.array([[float(v) for v in row[n:]] for row in rows])


def singular():
    return Unsupported("a singular covariance has no precision, and GaussianMixture is started by precisions")
