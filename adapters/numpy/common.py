"""What every module of the adapter uses: the reasons to refuse, the checks of what is read, and special functions."""

import math

import numpy as np

ln_gamma = np.vectorize(math.lgamma, otypes=[float])


class Rejected(Exception):
    """The input is bad."""


class Unsupported(Exception):
    """There is no such feature here."""


def require(condition, message):
    if not condition:
        raise Rejected(message)


def array(value, shape, name):
    """A float array of a shape, in which None stands for any length; every entry finite."""
    try:
        found = np.array(value, dtype=float)
    except (TypeError, ValueError):
        raise Rejected(f"{name}: not an array of numbers") from None
    require(found.ndim == len(shape), f"{name}: expected {len(shape)} levels of nesting, found {found.ndim}")
    for length, wanted in zip(found.shape, shape):
        require(wanted is None or length == wanted, f"{name}: expected shape {shape}, found {found.shape}")
    bad = np.argwhere(~np.isfinite(found))
    require(not len(bad), f"{name}{bad[0].tolist() if len(bad) else ''}: not finite")
    return found


def simplex(value, shape, name):
    """Rows on the simplex, normalised by their exact sums."""
    p = array(value, shape, name)
    require((p >= 0).all(), f"{name}: negative")
    rows = np.atleast_2d(p)
    sums = np.array([math.fsum(row) for row in rows])
    require((abs(sums - 1) <= 1e-9).all(), f"{name}: does not sum to 1")
    return p / (sums[:, None] if p.ndim == 2 else sums[0])


def positive(value, shape, name):
    found = array(value, shape, name)
    require((found > 0).all(), f"{name}: must be positive")
    return found


def cholesky(matrix, name):
    """The Cholesky factor; NumPy reads one triangle only, so symmetry is checked first."""
    require((matrix == matrix.T).all(), f"{name}: not symmetric")
    try:
        factor = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        raise Rejected(f"{name}: not positive definite") from None
    # A pivot of rounding size is the zero of a singular matrix.
    pivots = np.diag(factor) ** 2 / np.diag(matrix)
    require((pivots > 4 * len(matrix) * np.finfo(float).eps).all(), f"{name}: not positive definite")
    return factor


def x_log_y(x, y):
    """x log y, with 0 log 0 = 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x == 0, 0.0, x * np.log(y))


def log_sum_exp(values, axis=None):
    """log Σ exp, the largest taken out; -inf where all are."""
    largest = np.max(values, axis=axis, keepdims=True)
    largest = np.where(np.isfinite(largest), largest, 0)
    with np.errstate(divide="ignore"):
        total = np.log(np.exp(values - largest).sum(axis=axis, keepdims=True)) + largest
    return float(total.squeeze()) if axis is None else total.squeeze(axis)


def log_det_and_solver(matrix, name):
    """log|A|, and the function that solves L z = y for the Cholesky factor L of A."""
    root = cholesky(matrix, name)
    return 2 * np.log(np.diag(root)).sum(), lambda y: np.linalg.solve(root, y)


def _digamma(x):
    """ψ(x): up by ψ(x) = ψ(x + 1) - 1/x to x >= 12, then the asymptotic series."""
    down = 0.0
    while x < 12:
        down, x = down + 1 / x, x + 1
    y = 1 / (x * x)
    series = y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y * (1 / 132 - y * (691 / 32760 - y / 12))))))
    return math.log(x) - 0.5 / x - series - down


def _trigamma(x):
    """ψ'(x), in the same way."""
    up = 0.0
    while x < 12:
        up, x = up + 1 / (x * x), x + 1
    y = 1 / (x * x)
    series = y * (1 / 6 - y * (1 / 30 - y * (1 / 42 - y * (1 / 30 - y * (5 / 66 - y * (691 / 2730 - y * 7 / 6))))))
    return up + (1 + 0.5 / x + series) / x


digamma, trigamma = np.vectorize(_digamma, otypes=[float]), np.vectorize(_trigamma, otypes=[float])


def ln_multi_gamma(a, d):
    """log Γ_D(a), of the Wishart distributions."""
    return d * (d - 1) / 4 * math.log(math.pi) + sum(math.lgamma(a - i / 2) for i in range(d))
