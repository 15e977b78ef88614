"""The Bayesian mixture: evidence by enumeration of all assignments, and mean-field coordinate ascent.

`conjugate` gives the posterior of one component from weighted rows. Of a posterior two things are asked: `log_marginal`, the log
of the normaliser it has over that of the prior (the marginal likelihood of the rows, each raised to its weight), and
`expected_log_densities`, E log p(x_n | θ) under it.
"""

import itertools
import math

import numpy as np

from common import Unsupported, digamma, ln_gamma, ln_multi_gamma, log_det_and_solver, log_sum_exp, require, simplex

MOST_ASSIGNMENTS = 2_000_000
LOG_2PI = math.log(2 * math.pi)


def moments(x, r):
    """Count, mean (0 where nobody is), scatter about it."""
    n = r.sum()
    mean = r @ x / n if n > 0 else np.zeros(x.shape[1])
    return n, mean, (r[:, None] * (x - mean)).T @ (x - mean)


class Normal:
    """μ ~ N(m0, I / κ), known covariance."""

    def __init__(self, prior, x, r):
        ((m0, kappa), _), (n, mean, scatter), d = prior, moments(x, r), x.shape[1]
        self.kappa = kappa + n
        self.mean = (kappa * m0 + n * mean) / self.kappa
        away = mean - m0
        distance = np.trace(scatter) + kappa * n / self.kappa * (away @ away)
        self.log_marginal = 0.5 * (d * math.log(kappa / self.kappa) - n * d * LOG_2PI - distance)

    def expected_log_densities(self, x):
        d = x.shape[1]
        return -0.5 * (d * LOG_2PI + d / self.kappa + ((x - self.mean) ** 2).sum(axis=1))


class NormalInverseWishart:
    """μ | Σ ~ N(m0, Σ / κ), Σ ~ IW(ν, Ψ)."""

    def __init__(self, prior, x, r):
        ((m0, kappa), (nu, psi)), (n, mean, scatter), d = prior, moments(x, r), x.shape[1]
        self.kappa, self.nu = kappa + n, nu + n
        self.mean = (kappa * m0 + n * mean) / self.kappa
        away = mean - m0
        scale = psi + scatter + kappa * n / self.kappa * np.outer(away, away)
        self.log_det, self.solve = log_det_and_solver((scale + scale.T) / 2, "the scale of a posterior")
        log_det = log_det_and_solver(psi, "prior scale")[0]
        of_mean = 0.5 * d * math.log(kappa / self.kappa)
        of_gamma = ln_multi_gamma(self.nu / 2, d) - ln_multi_gamma(nu / 2, d)
        of_scale = 0.5 * (nu * log_det - self.nu * self.log_det)
        self.log_marginal = of_mean + of_gamma + of_scale - 0.5 * n * d * math.log(math.pi)

    def expected_log_densities(self, x):
        d = x.shape[1]
        log_precision = digamma((self.nu - np.arange(d)) / 2).sum() + d * math.log(2) - self.log_det
        z = self.solve((x - self.mean).T)
        return 0.5 * (log_precision - d * LOG_2PI - d / self.kappa - self.nu * (z * z).sum(axis=0))


class NormalInverseGamma:
    """μ_d | σ²_d ~ N(m0_d, σ²_d / κ), σ²_d ~ IG(a, b_d), for each dimension or one σ² for all."""

    def __init__(self, prior, x, r):
        ((m0, kappa), (a, b)), (n, mean, scatter), d = prior, moments(x, r), x.shape[1]
        self.kappa = kappa + n
        self.mean = (kappa * m0 + n * mean) / self.kappa
        away = np.diag(scatter) + kappa * n / self.kappa * (mean - m0) ** 2
        shared = b.ndim == 0
        self.a, self.b = a + (n * d if shared else n) / 2, b + 0.5 * (away.sum() if shared else away)
        of_mean = 0.5 * d * math.log(kappa / self.kappa)
        of_variance = a * np.log(b) - self.a * np.log(self.b) + math.lgamma(self.a) - math.lgamma(a)
        self.log_marginal = of_mean + of_variance.sum() - 0.5 * n * d * LOG_2PI

    def expected_log_densities(self, x):
        d = x.shape[1]
        log_variance = np.broadcast_to(np.log(self.b) - digamma(self.a), (d,)).sum()
        distance = (self.a / self.b * (x - self.mean) ** 2).sum(axis=1)
        return -0.5 * (d * LOG_2PI + log_variance + d / self.kappa + distance)


class Gamma:
    """λ_d ~ Gamma(a_d, b_d), independent dimensions."""

    def __init__(self, prior, x, r):
        _, a, b = prior
        n, factorial = r.sum(), ln_gamma(x + 1).sum(axis=1)
        self.a, self.b = a + r @ x, b + n
        terms = a * np.log(b) - self.a * np.log(self.b) + ln_gamma(self.a) - ln_gamma(a)
        self.log_marginal = terms.sum() - r @ factorial

    def expected_log_densities(self, x):
        return x @ (digamma(self.a) - np.log(self.b)) - (self.a / self.b).sum() - ln_gamma(x + 1).sum(axis=1)


class Dirichlet:
    """p_d ~ Dir(α_d), independent variables."""

    def __init__(self, prior, x, r):
        _, alphas = prior
        self.alphas = [a + np.bincount(x[:, d].astype(int), r, len(a)) for d, a in enumerate(alphas)]
        self.log_marginal = sum(dirichlet_log_ratio(a, new) for a, new in zip(alphas, self.alphas))

    def expected_log_densities(self, x):
        expected = [digamma(a) - digamma(a.sum()) for a in self.alphas]
        return sum(e[x[:, d].astype(int)] for d, e in enumerate(expected))


def dirichlet_log_ratio(alpha, new):
    """log of B(new) / B(alpha), the multivariate beta functions."""
    return (ln_gamma(new) - ln_gamma(alpha)).sum() + math.lgamma(alpha.sum()) - math.lgamma(new.sum())


def conjugate(problem, case):
    """The posterior's class; everything the two operations do not have is said here."""
    if "weights" in case["data"]:
        raise Unsupported("observation weights in a Bayesian mixture")
    if getattr(problem.family, "structure", None) == "tied":
        raise Unsupported("the tied structure in a Bayesian mixture")
    require(problem.component_prior is not None and problem.alpha is not None, "prior: weights and components are needed")
    if problem.component_prior[0] == "natural":
        raise Unsupported("the natural prior in a Bayesian mixture")
    if case["model"]["family"] == "gaussian":
        structures = {"identity": Normal, "full": NormalInverseWishart}
        return structures.get(problem.family.structure, NormalInverseGamma)
    return Gamma if case["model"]["family"] == "poisson" else Dirichlet


def evidence(problem, case):
    """log Σ_z p(z) Π_k m(X_k) over the K^N labelled assignments; the marginal likelihood of each set of rows is kept."""
    posterior, k, n = conjugate(problem, case), case["components"], len(problem.x)
    require(isinstance(k, int) and k > 0 and len(problem.alpha) == k, "components: as many as prior weights")
    if k**n > MOST_ASSIGNMENTS:
        raise Unsupported(f"{k}^{n} = {k**n} assignments")
    marginals, bits, alpha = {}, [1 << row for row in range(n)], problem.alpha

    def marginal(rows):
        if rows not in marginals:
            r = np.array([float(rows >> row & 1) for row in range(n)])
            marginals[rows] = posterior(problem.component_prior, problem.x, r).log_marginal
        return marginals[rows]

    counted = [[math.lgamma(a + count) - math.lgamma(a) for count in range(n + 1)] for a in alpha]
    terms = []
    for z in itertools.product(range(k), repeat=n):
        sets = [0] * k
        for bit, component in zip(bits, z):
            sets[component] |= bit
        terms.append(sum(counted[j][rows.bit_count()] + marginal(rows) for j, rows in enumerate(sets) if rows))
    of_weights = math.lgamma(alpha.sum()) - math.lgamma(alpha.sum() + n)
    return {"log_model_evidence": of_weights + log_sum_exp(np.array(terms))}


def variational(problem, case):
    """Coordinate ascent from r⁰. At q(π), q(θ) optimal for r the ELBO is a sum of log normalisers and the entropy of r."""
    posterior, x = conjugate(problem, case), problem.x
    r = simplex(case["responsibilities"], (len(x), None), "responsibilities")
    require(len(problem.alpha) == r.shape[1], "prior weights: wrong number of components")
    elbo = []
    for t in range(case["iterations"] + 1):
        if t > 0:
            expected = np.stack([q.expected_log_densities(x) for q in components], axis=1)
            scores = digamma(alpha) - digamma(alpha.sum()) + expected
            scores = scores - scores.max(axis=1, keepdims=True)
            r = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        alpha = problem.alpha + r.sum(axis=0)
        components = [posterior(problem.component_prior, x, r[:, k]) for k in range(r.shape[1])]
        entropy = -np.where(r > 0, r * np.log(np.where(r > 0, r, 1)), 0).sum()
        of_weights = dirichlet_log_ratio(problem.alpha, alpha)
        elbo.append(float(of_weights + sum(q.log_marginal for q in components) + entropy))
    return {"elbo": elbo, "responsibilities": r.tolist()}
