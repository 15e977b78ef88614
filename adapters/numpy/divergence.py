"""KL divergences kl(q || p) in nats between two members of one family, exact to first order in their difference.

Each is written as a sum of terms that are 0 where q = p: u - log(1 + u), and the Bregman divergence of log Γ. Where q is near p these
are the integral remainder of Taylor's formula, step² ∫ (1 - t) f''(x + t step) dt, by Gauss-Legendre quadrature: a difference of
large numbers would leave nothing of a small divergence.
"""

import math

import numpy as np

from common import (Unsupported, array, cholesky, digamma, ln_gamma, log_det_and_solver, positive,
                    require, simplex, trigamma)

NODES, WEIGHTS = np.polynomial.legendre.leggauss(20)
NODES, WEIGHTS = (NODES + 1) / 2, WEIGHTS / 2


def gap(u):
    """u - log(1 + u) >= 0."""
    u = np.asarray(u)
    with np.errstate(divide="ignore", invalid="ignore"):
        near = u**2 * (((1 - NODES) / (1 + np.multiply.outer(u, NODES)) ** 2) @ WEIGHTS)
        return np.where(np.abs(u) < 0.5, near, u - np.log1p(u))


def ratio_gap(p, q):
    """p/q - 1 - log(p/q)."""
    u = (p - q) / q
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.abs(u) < 0.5, gap(u), p / q - 1 - (np.log(p) - np.log(q)))


def gamma_gap(q, p, step):
    """The Bregman divergence of log Γ, lgamma(p) - lgamma(q) - ψ(q) (p - q); the step p - q may be known better than they are."""
    near = step**2 * (((1 - NODES) * trigamma(np.multiply.outer(step, NODES) + np.asarray(q)[..., None])) @ WEIGHTS)
    return np.where(np.abs(step) <= q / 2, near, ln_gamma(p) - ln_gamma(q) - digamma(q) * step)


def log_ratio(p, q):
    """log(p/q)."""
    u = (p - q) / q
    return np.log1p(u) if abs(u) < 0.5 else np.log(p) - np.log(q)


def matrix_gap(p, q, name):
    """tr(P Q⁻¹) - D - log|P Q⁻¹|, and the log determinant: from the eigenvalues of Q⁻¹ᐟ² (P - Q) Q⁻¹ᐟ² where they are small."""
    log_p, _ = log_det_and_solver(p, name)
    log_q, solve = log_det_and_solver(q, name)
    relative = solve(solve(p - q).T)
    change = np.linalg.eigvalsh((relative + relative.T) / 2)
    if np.abs(change).max() < 0.5:
        return gap(change).sum(), np.log1p(change).sum()
    return (solve(cholesky(p, name)) ** 2).sum() - len(p) - (log_p - log_q), log_p - log_q


def gaussian(q, p):
    d = len(q["mean"])
    m_q, m_p = array(q["mean"], (d,), "q mean"), array(p["mean"], (d,), "p mean")
    s_q, s_p = array(q["covariance"], (d, d), "q covariance"), array(p["covariance"], (d, d), "p covariance")
    away = log_det_and_solver(s_p, "p covariance")[1](m_q - m_p)
    return 0.5 * (matrix_gap(s_q, s_p, "covariance")[0] + away @ away)


def of_counts(q, p):
    """Σ q log(q/p) - q + p, with 0 log 0 = 0."""
    if ((q > 0) & (p == 0)).any():
        return math.inf
    return p[q == 0].sum() + (q[q > 0] * ratio_gap(p[q > 0], q[q > 0])).sum()


def poisson(q, p):
    q, p = array(q["rate"], (None,), "q rate"), array(p["rate"], (len(q["rate"]),), "p rate")
    require((q >= 0).all() and (p >= 0).all(), "rate: negative")
    return of_counts(q, p)


def categorical(q, p):
    c = len(q["probabilities"])
    return of_counts(simplex(q["probabilities"], (c,), "q"), simplex(p["probabilities"], (c,), "p"))


def gamma(q, p):
    (a_q, b_q), (a_p, b_p) = [(positive(m["shape"], (), "shape"), positive(m["rate"], (), "rate")) for m in (q, p)]
    return gamma_gap(a_q, a_p, a_p - a_q) + a_q * ratio_gap(b_p, b_q) + (a_q - a_p) * log_ratio(b_p, b_q)


def dirichlet(q, p):
    c = len(q["concentration"])
    q, p = positive(q["concentration"], (c,), "q concentration"), positive(p["concentration"], (c,), "p concentration")
    return gamma_gap(q, p, p - q).sum() - gamma_gap(q.sum(), p.sum(), (p - q).sum())


def normal_inverse_wishart(q, p):
    d = len(q["mean"])
    (m_q, k_q, nu_q, psi_q), (m_p, k_p, nu_p, psi_p) = [
        (array(m["mean"], (d,), "mean"), positive(m["mean_precision"], (), "mean_precision"),
         array(m["degrees_of_freedom"], (), "degrees_of_freedom"), array(m["scale"], (d, d), "scale")) for m in (q, p)]
    require(min(nu_q, nu_p) > d - 1, "degrees_of_freedom: must be greater than D - 1")
    away = log_det_and_solver(psi_q, "q scale")[1](m_q - m_p)
    of_mean = 0.5 * (d * ratio_gap(k_p, k_q) + k_p * nu_q * (away @ away))
    traced, log_det = matrix_gap(psi_p, psi_q, "scale")
    halves = np.arange(d) / 2
    of_dof = gamma_gap(nu_q / 2 - halves, nu_p / 2 - halves, (nu_p - nu_q) / 2).sum()
    return of_mean + of_dof + 0.5 * nu_q * traced + 0.5 * (nu_q - nu_p) * log_det


FAMILIES = {"gaussian": gaussian, "poisson": poisson, "categorical": categorical, "gamma": gamma, "dirichlet": dirichlet,
            "normal_inverse_wishart": normal_inverse_wishart}


def run(case):
    q, p = case["q"], case["p"]
    require(q["family"] == p["family"], "q and p: two families")
    if q["family"] not in FAMILIES:
        raise Unsupported(f"divergences of {q['family']}")
    return {"kl": float(FAMILIES[q["family"]](q, p))}
