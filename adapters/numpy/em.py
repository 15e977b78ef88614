#!/usr/bin/env python3
"""Plain textbook EM in NumPy, as an adapter: one JSON request a line on standard input, one JSON reply a line on standard output.

Log-sum-exp, Cholesky factors, scatter about the mean; otherwise the formulas as a textbook prints them. It is the first foreign
implementation that the suite was tried on, and a model for writing an adapter of one's own.
"""

import json
import math
import sys
import time

import numpy as np

import bayes
import divergence
from common import Rejected, Unsupported, array, cholesky, ln_gamma, positive, require, simplex, x_log_y

FAMILIES = {"gaussian": ["identity", "spherical", "diagonal", "full", "tied"], "poisson": True, "categorical": True}
OPERATIONS = ["evaluate", "maximize", "bound", "trajectory", "fit", "evidence", "variational", "divergence"]


class Gaussian:
    """Means K x D and, by structure, covariances: none, K, K x D, K x D x D, or one D x D."""

    def __init__(self, structure):
        self.structure = structure

    def check(self, x):
        pass

    def read(self, parameters, d):
        components = parameters["components"]
        self.mean = array([c["mean"] for c in components], (None, d), "mean")
        k = len(components)
        shape = {"spherical": (k,), "diagonal": (k, d), "full": (k, d, d)}.get(self.structure)
        if self.structure == "tied":
            self.covariance = array(parameters["covariance"], (d, d), "covariance")
        elif shape:
            self.covariance = array([c["covariance"] for c in components], shape, "covariance")
        self.factor()
        return self

    def factor(self):
        """Cholesky factors, or standard deviations."""
        if self.structure == "full":
            self.root = [cholesky(c, f"the covariance of component {k}") for k, c in enumerate(self.covariance)]
        elif self.structure == "tied":
            self.root = [cholesky(self.covariance, "the shared covariance")] * len(self.mean)
        elif self.structure != "identity":
            bad = np.argwhere(~(self.covariance > 0))
            require(not len(bad), f"the covariance of component {bad[0][0] if len(bad) else ''}: not positive definite")

    def log_densities(self, x):
        columns = []
        for k, mean in enumerate(self.mean):
            difference, d = x - mean, x.shape[1]
            if self.structure in ("full", "tied"):
                z = np.linalg.solve(self.root[k], difference.T).T
                log_det = 2 * np.log(np.diag(self.root[k])).sum()
            elif self.structure == "identity":
                z, log_det = difference, 0.0
            else:
                variance = np.broadcast_to(self.covariance[k], (d,))
                z, log_det = difference / np.sqrt(variance), np.log(variance).sum()
            columns.append(-0.5 * (d * math.log(2 * math.pi) + log_det + (z * z).sum(axis=1)))
        return np.stack(columns, axis=1)

    def maximize(self, x, wr, total, prior, kept):
        n, d = wr.sum(axis=0), x.shape[1]
        k_count, safe = len(n), np.where(n > 0, n, 1)
        xbar = wr.T @ x / safe[:, None]
        scatter = np.stack([(wr[:, k, None] * (x - xbar[k])).T @ (x - xbar[k]) for k in range(k_count)])
        scatter = (scatter + scatter.transpose(0, 2, 1)) / 2
        new = Gaussian(self.structure)
        if prior is None:
            require(kept is not None or (n > 0).all(), "a component is empty")
            new.mean = np.where(n[:, None] > 0, xbar, kept.mean if kept else xbar)
            if self.structure == "full":
                new.covariance = scatter / safe[:, None, None]
            elif self.structure == "tied":
                new.covariance = scatter.sum(axis=0) / total
            elif self.structure == "diagonal":
                new.covariance = np.diagonal(scatter, axis1=1, axis2=2) / safe[:, None]
            elif self.structure == "spherical":
                new.covariance = np.trace(scatter, axis1=1, axis2=2) / (d * safe)
            if kept is not None and self.structure not in ("identity", "tied"):
                new.covariance = np.where((n > 0).reshape((-1,) + (1,) * (new.covariance.ndim - 1)), new.covariance, kept.covariance)
        else:
            (m0, kappa), rest = prior
            new.mean = (kappa * m0 + n[:, None] * xbar) / (kappa + n)[:, None]
            away = xbar - m0
            scatter += (kappa * n / (kappa + n))[:, None, None] * (away[:, :, None] * away[:, None, :])
            if self.structure == "full":
                nu, psi = rest
                new.covariance = (psi + scatter) / (nu + n + d + 2)[:, None, None]
            elif self.structure == "tied":
                nu, psi = rest
                new.covariance = (psi + scatter.sum(axis=0)) / (nu + total + k_count + d + 1)
            elif self.structure == "diagonal":
                a, b = rest
                new.covariance = (2 * b + np.diagonal(scatter, axis1=1, axis2=2)) / (2 * a + n + 3)[:, None]
            elif self.structure == "spherical":
                a, b = rest
                new.covariance = (2 * b + np.trace(scatter, axis1=1, axis2=2)) / (2 * a + d * n + d + 2)
        new.factor()
        return new

    def prior(self, spec, x):
        names = {"identity": "normal", "spherical": "normal_inverse_gamma", "diagonal": "normal_inverse_gamma"}
        name, d = names.get(self.structure, "normal_inverse_wishart"), x.shape[1]
        require(name in spec, f"prior.components: this model has {name}")
        p = spec[name]
        kappa = p["precision"] if self.structure == "identity" else p["mean_precision"]
        normal = array(p["mean"], (d,), "prior mean"), float(positive(kappa, (), "prior precision"))
        if self.structure == "identity":
            return normal, None
        if name == "normal_inverse_gamma":
            shape = (d,) if self.structure == "diagonal" else ()
            return normal, (float(positive(p["shape"], (), "prior shape")), positive(p["scale"], shape, "prior scale"))
        nu, psi = array(p["degrees_of_freedom"], (), "prior"), array(p["scale"], (d, d), "prior scale")
        require(nu > d - 1, "prior degrees_of_freedom: must be greater than D - 1")
        cholesky(psi, "prior scale")
        return normal, (float(nu), psi)

    def log_prior(self, prior):
        ((m0, kappa), rest), (k_count, d) = prior, self.mean.shape
        away = self.mean - m0
        if self.structure in ("identity", "spherical", "diagonal"):
            variance = np.ones((k_count, d))
            if self.structure != "identity":
                variance = np.broadcast_to(self.covariance.reshape(k_count, -1), (k_count, d))
            total = 0.5 * (np.log(kappa / (2 * math.pi)) - np.log(variance) - kappa * away**2 / variance).sum()
            if rest is not None:
                a, b = rest
                v = self.covariance
                total += np.sum(a * np.log(b) - math.lgamma(a) - (a + 1) * np.log(v) - b / v)
            return total
        nu, psi = rest
        total, psi_det = 0.0, np.linalg.slogdet(psi)[1]
        for k in range(k_count):
            z = np.linalg.solve(self.root[k], away[k])
            log_det = 2 * np.log(np.diag(self.root[k])).sum()
            total += 0.5 * (d * math.log(kappa / (2 * math.pi)) - log_det - kappa * (z @ z))
            if self.structure == "full" or k == 0:
                ratio = np.linalg.solve(self.root[k], np.linalg.solve(self.root[k], psi).T)
                multi = d * (d - 1) / 4 * math.log(math.pi) + sum(math.lgamma((nu - i) / 2) for i in range(d))
                total += nu / 2 * psi_det - nu * d / 2 * math.log(2) - multi - (nu + d + 1) / 2 * log_det - np.trace(ratio) / 2
        return total

    def written(self):
        components = [{"mean": mean.tolist()} for mean in self.mean]
        if self.structure in ("spherical", "diagonal", "full"):
            for component, covariance in zip(components, self.covariance):
                component["covariance"] = covariance.tolist()
        return components, {"covariance": self.covariance.tolist()} if self.structure == "tied" else {}


class Poisson:
    """Rates K x D."""

    def check(self, x):
        require((x >= 0).all() and (x == np.floor(x)).all(), "observations: not counts")

    def read(self, parameters, d):
        self.rate = array([c["rate"] for c in parameters["components"]], (None, d), "rate")
        require((self.rate >= 0).all(), "rate: negative")
        return self

    def log_densities(self, x):
        factorial = ln_gamma(x + 1).sum(axis=1)
        return np.stack([(x_log_y(x, rate) - rate).sum(axis=1) - factorial for rate in self.rate], axis=1)

    def maximize(self, x, wr, total, prior, kept):
        n, sums, new = wr.sum(axis=0)[:, None], wr.T @ x, Poisson()
        if prior is None:
            require(kept is not None or (n > 0).all(), "a component is empty")
            new.rate = np.where(n > 0, sums / np.where(n > 0, n, 1), kept.rate if kept else 0)
        else:
            name, a, b = prior
            numerator = a + sums - (name == "gamma")
            require((numerator >= 0).all(), "the gamma prior has no mode")
            new.rate = numerator / (b + n)
        return new

    def prior(self, spec, x):
        d = x.shape[1]
        if "gamma" in spec:
            return "gamma", positive(spec["gamma"]["shape"], (d,), "shape"), positive(spec["gamma"]["rate"], (d,), "rate")
        require("natural" in spec, "prior.components: this model has gamma and natural")
        p = spec["natural"]
        require("pseudo_count" in p, "pseudo_count: missing")
        return "natural", positive(p["pseudo_observations"], (d,), "pseudo_observations"), positive(p["pseudo_count"], (), "pseudo_count")

    def log_prior(self, prior):
        name, a, b = prior
        terms = a * np.log(b) - ln_gamma(a) + x_log_y(a - (name == "gamma"), self.rate) - b * self.rate
        return terms.sum()

    def written(self):
        return [{"rate": rate.tolist()} for rate in self.rate], {}


class Categorical:
    """Probabilities: for each component a list over variables of vectors over levels."""

    def __init__(self, levels):
        self.levels = levels

    def check(self, x):
        require(x.shape[1] == len(self.levels), "observations: as many variables as model.levels")
        require((x >= 0).all() and (x == np.floor(x)).all() and (x < self.levels).all(), "observations: not levels")

    def read(self, parameters, d):
        self.p = []
        for k, component in enumerate(parameters["components"]):
            require(len(component["probabilities"]) == d, f"probabilities of component {k}: wrong number of variables")
            self.p.append([simplex(p, (c,), "probabilities") for p, c in zip(component["probabilities"], self.levels)])
        return self

    def log_densities(self, x):
        with np.errstate(divide="ignore"):
            return np.stack([sum(np.log(v)[x[:, d].astype(int)] for d, v in enumerate(p)) for p in self.p], axis=1)

    def maximize(self, x, wr, total, prior, kept):
        new, n = Categorical(self.levels), wr.sum(axis=0)
        require(prior is not None or kept is not None or (n > 0).all(), "a component is empty")
        new.p = []
        for k in range(len(n)):
            counts = [np.bincount(x[:, d].astype(int), wr[:, k], c) for d, c in enumerate(self.levels)]
            if prior is None:
                new.p.append([c / n[k] for c in counts] if n[k] > 0 else kept.p[k])
                continue
            name, alpha = prior
            numerators = [c + a - (name == "dirichlet") for c, a in zip(counts, alpha)]
            require(all((v >= 0).all() and v.sum() > 0 for v in numerators), "the dirichlet prior has no mode")
            new.p.append([v / (n[k] + (a - (name == "dirichlet")).sum()) for v, a in zip(numerators, alpha)])
        return new

    def prior(self, spec, x):
        name = "dirichlet" if "dirichlet" in spec else "natural"
        require(name in spec, "prior.components: this model has dirichlet and natural")
        alpha = spec[name]["concentration" if name == "dirichlet" else "pseudo_observations"]
        require(isinstance(alpha, list) and len(alpha) == len(self.levels), "prior: wrong number of variables")
        return name, [positive(a, (c,), "prior concentration") for a, c in zip(alpha, self.levels)]

    def log_prior(self, prior):
        name, alpha = prior
        return sum(dirichlet_log_density(a, p, name == "dirichlet") for q in self.p for a, p in zip(alpha, q))

    def written(self):
        return [{"probabilities": [v.tolist() for v in p]} for p in self.p], {}


def dirichlet_log_density(alpha, p, of_mean=True):
    return math.lgamma(alpha.sum()) - ln_gamma(alpha).sum() + x_log_y(alpha - of_mean, p).sum()


class Mixture:
    """One problem: data, weights, priors; and EM on it."""

    def __init__(self, case):
        model = case["model"]
        if model["family"] == "gaussian":
            self.family = Gaussian(model["covariance"])
        elif model["family"] == "poisson":
            self.family = Poisson()
        else:
            self.family = Categorical(model["levels"])
        self.x = array(case["data"]["observations"], (None, None), "observations")
        require(self.x.size > 0, "observations: empty")
        self.w = array(case["data"].get("weights", [1.0] * len(self.x)), (len(self.x),), "weights")
        require((self.w >= 0).all() and self.w.sum() > 0, "weights: negative, or all 0")
        self.family.check(self.x)
        prior = case.get("prior") or {}
        self.component_prior = self.family.prior(prior["components"], self.x) if "components" in prior else None
        self.alpha = positive(prior["weights"]["dirichlet"], (None,), "prior weights") if "weights" in prior else None

    def read(self, parameters):
        theta = type(self.family)(*self.arguments()).read(parameters, self.x.shape[1])
        weights = simplex(parameters["weights"], (len(parameters["components"]),), "weights")
        require(self.alpha is None or len(self.alpha) == len(weights), "prior weights: wrong number of components")
        return weights, theta

    def arguments(self):
        return [v for v in (getattr(self.family, "structure", None), getattr(self.family, "levels", None)) if v]

    def log_prior(self, weights, theta):
        total = 0.0 if self.alpha is None else dirichlet_log_density(self.alpha, weights)
        return total if self.component_prior is None else total + theta.log_prior(self.component_prior)

    def e_step(self, weights, theta):
        """Log densities, log p(x_n), responsibilities; 0 / 0 is NaN."""
        densities = theta.log_densities(self.x)
        with np.errstate(divide="ignore", invalid="ignore"):
            joint = np.log(weights) + densities
            top = joint.max(axis=1, keepdims=True)
            top = np.where(np.isfinite(top), top, 0)
            p = np.exp(joint - top)
            evidence = top[:, 0] + np.log(p.sum(axis=1))
            return densities, evidence, p / p.sum(axis=1, keepdims=True)

    def log_evidence(self, terms):
        used = self.w > 0
        return float(self.w[used] @ terms[used]) if np.isfinite(terms[used]).all() else -math.inf

    def m_step(self, r, kept=None):
        used = self.w > 0
        x, wr, total = self.x[used], self.w[used, None] * r[used], self.w.sum()
        n = wr.sum(axis=0)
        theta = self.family.maximize(x, wr, total, self.component_prior, kept)
        if self.alpha is None:
            return n / total, theta
        numerator = n + self.alpha - 1
        require((numerator >= 0).all() and numerator.sum() > 0, "the dirichlet prior has no mode")
        return numerator / (total + self.alpha.sum() - len(n)), theta


def written(weights, theta):
    components, shared = theta.written()
    return {"weights": weights.tolist(), "components": components, **shared}


def prepare(case):
    """A function that computes the case, whose data are read and checked already."""
    if case["operation"] not in OPERATIONS:
        raise Unsupported(f"the operation {case['operation']}")
    if case["operation"] == "divergence":
        return lambda: divergence.run(case)
    problem = Mixture(case)
    return lambda: computed(problem, case)


def run(case):
    return prepare(case)()


def bench(case, repeats):
    """Seconds of the computation alone, one figure a repeat."""
    compute, seconds = prepare(case), []
    for _ in range(repeats):
        begin = time.perf_counter()
        compute()
        seconds.append(time.perf_counter() - begin)
    return {"seconds": seconds}


def computed(problem, case):
    if case["operation"] == "evidence":
        return bayes.evidence(problem, case)
    if case["operation"] == "variational":
        return bayes.variational(problem, case)
    if case["operation"] == "bound":
        return bound(problem, case)
    if case["operation"] == "evaluate":
        weights, theta = problem.read(case["parameters"])
        densities, terms, r = problem.e_step(weights, theta)
        evidence = problem.log_evidence(terms)
        result = {"log_densities": densities.tolist(), "log_evidence_terms": terms.tolist(), "log_evidence": evidence,
                  "log_joint": evidence + problem.log_prior(weights, theta)}
        return result if np.isnan(r).any() else {**result, "responsibilities": r.tolist()}
    if case["operation"] == "maximize":
        r = simplex(case["responsibilities"], (len(problem.x), None), "responsibilities")
        require(problem.alpha is None or len(problem.alpha) == r.shape[1], "prior weights: wrong number of components")
        return {"parameters": written(*problem.m_step(r))}
    return iterate(problem, case)


def bound(problem, case):
    """The ELBO of a given q, and its distance from the log joint, each by its own formula."""
    weights, theta = problem.read(case["parameters"])
    q = simplex(case["q"], (len(problem.x), len(weights)), "q")
    densities, terms, _ = problem.e_step(weights, theta)
    used = problem.w > 0
    w, q, terms = problem.w[used], q[used], terms[used]
    with np.errstate(divide="ignore", invalid="ignore"):
        joint, log_q = np.log(weights) + densities[used], np.log(q)
        free = np.where(q > 0, q * (joint - log_q), 0.0).sum(axis=1)
        relative = np.where(q > 0, q * (log_q - (joint - terms[:, None])), 0.0).sum(axis=1)
    log_prior = problem.log_prior(weights, theta)
    result = {"elbo": float(w @ free + log_prior), "kl": float(w @ relative), "log_joint": float(w @ terms + log_prior)}
    if result["log_joint"] == -math.inf and not np.isfinite(terms).all():
        del result["kl"]  # there are no responsibilities to be compared with
    return result


def iterate(problem, case):
    """`trajectory` and `fit`."""
    weights, theta = problem.read(case["initial"])
    fit = case["operation"] == "fit"
    last = case["max_iterations"] if fit else case["iterations"]
    if fit:
        array(case["tolerance"], (), "tolerance")
    evidences, joints, recorded, empty, converged = [], [], {}, [], False
    for t in range(last + 1):
        _, terms, r = problem.e_step(weights, theta)
        evidences.append(problem.log_evidence(terms))
        joints.append(evidences[-1] + problem.log_prior(weights, theta))
        if not fit and t in case["record"]:
            recorded[str(t)] = written(weights, theta)
        converged = fit and t > 0 and abs(joints[-1] - joints[-2]) <= case["tolerance"] * abs(joints[-1])
        if converged or t == last:
            break
        used = problem.w > 0
        require(np.isfinite(terms[used]).all(), "an observation has probability 0 under every component")
        n = (problem.w[used, None] * r[used]).sum(axis=0)
        if problem.component_prior is None:
            empty += [[t + 1, k] for k in range(len(n)) if n[k] == 0]
        weights, theta = problem.m_step(r, theta)
    if fit:
        return {"parameters": written(weights, theta), "log_evidence": evidences[-1], "log_joint": joints[-1],
                "iterations": t, "converged": bool(converged)}
    result = {"log_evidence": evidences, "log_joint": joints, "parameters": recorded}
    return {**result, "empty_components": empty} if empty else result


def encoded(value):
    """The value with non-finite numbers as the strings of the format; JSON has no NaN."""
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, list):
        return [encoded(item) for item in value]
    return {key: encoded(item) for key, item in value.items()} if isinstance(value, dict) else value


DESCRIPTION = {
    "name": "numpy-textbook", "version": np.__version__, "language": "Python", "precision": "binary64",
    "operations": {operation: FAMILIES for operation in OPERATIONS}, "priors": True, "observation_weights": True,
}


def answer(request):
    if request["op"] == "describe":
        return {"ok": DESCRIPTION}
    if request["op"] not in ("run", "bench"):
        return {"unsupported": f"the request {request['op']}"}
    try:
        if request["op"] == "bench":
            return {"ok": bench(request["case"], request["repeats"])}
        return {"ok": encoded(run(request["case"]))}
    except Rejected as reason:
        return {"rejected": str(reason)}
    except Unsupported as reason:
        return {"unsupported": str(reason)}
    except KeyError as name:
        return {"rejected": f"{name}: missing"}
    except Exception as error:  # whatever went wrong is a failure of this case, not the end of the run
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    np.seterr(all="ignore")
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps({"id": request["id"], **answer(request)}), flush=True)


if __name__ == "__main__":
    main()
