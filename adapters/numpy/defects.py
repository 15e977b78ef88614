#!/usr/bin/env python3
"""The textbook EM with one defect switched on: `python3 defects.py NAME` is an adapter, `python3 defects.py --list` names them.

Each defect is a change of em.py's text, of a kind seen in released software; the suite must find every one of them.
"""

import pathlib
import sys

Z = "columns.append(-0.5 * (d * math.log(2 * math.pi) + log_det + (z * z).sum(axis=1)))"
XBAR = "xbar = wr.T @ x / safe[:, None]"
SCATTER = "scatter = np.stack([(wr[:, k, None] * (x - xbar[k])).T @ (x - xbar[k]) for k in range(k_count)])"
RETURN = "return densities, evidence, p / p.sum(axis=1, keepdims=True)"
FULL_MAP = "new.covariance = (psi + scatter) / (nu + n + d + 2)[:, None, None]"
LOG_PRIOR = "return total if self.component_prior is None else total + theta.log_prior(self.component_prior)"
PRIOR_READ = 'self.component_prior = self.family.prior(prior["components"], self.x) if "components" in prior else None'

DEFECTS = {
    # Densities.
    "gaussian-constant-missing": [(Z, Z.replace("d * math.log(2 * math.pi) + ", ""))],
    "half-missing-from-distance": [(Z, Z.replace("(z * z)", "2 * (z * z)"))],
    "log-det-halved": [("log_det = 2 * np.log(np.diag(self.root[k])).sum()\n            elif", "log_det = np.log(np.diag(self.root[k])).sum()\n            elif")],
    "determinant-for-its-logarithm": [(Z, Z.replace("log_det +", "np.exp(log_det) +"))],
    "variance-counted-once": [("log_det = difference / np.sqrt(variance), np.log(variance).sum()", "log_det = difference / np.sqrt(variance), np.log(variance)[0]")],
    "variance-for-deviation": [("difference / np.sqrt(variance)", "difference / variance")],
    "factorial-missing": [("factorial = ln_gamma(x + 1).sum(axis=1)", "factorial = 0")],
    "factorial-off-by-one": [("ln_gamma(x + 1)", "ln_gamma(x)")],
    "rate-subtracted-once": [("(x_log_y(x, rate) - rate).sum(axis=1)", "x_log_y(x, rate).sum(axis=1) - rate[0]")],
    "last-variable-forgotten": [("for d, v in enumerate(p)) for p in self.p]", "for d, v in enumerate(p[:max(len(p) - 1, 1)])) for p in self.p]")],
    "zero-times-log-zero": [("np.where(x == 0, 0.0, x * np.log(y))", "x * np.log(y)")],
    # E-step.
    "no-log-sum-exp": [("top = np.where(np.isfinite(top), top, 0)", "top = np.zeros_like(top)")],
    "density-floored": [("joint = np.log(weights) + densities", "joint = np.log(weights) + np.maximum(densities, -700)")],
    "mixing-weights-forgotten": [("joint = np.log(weights) + densities", "joint = np.log(weights * 0 + 1 / len(weights)) + densities")],
    "hard-assignment": [(RETURN, "return densities, evidence, (p == p.max(axis=1, keepdims=True)) * 1.0")],
    "evidence-of-best-component": [("np.log(p.sum(axis=1))", "np.log(p.max(axis=1))")],
    "responsibilities-floored": [(RETURN, "r = np.maximum(p / p.sum(axis=1, keepdims=True), 1e-12)\n            " + RETURN.replace("p / p.sum(axis=1, keepdims=True)", "r"))],
    # M-step.
    "covariance-divisor": [("new.covariance = scatter / safe[:, None, None]", "new.covariance = scatter / (safe - 1 / 2)[:, None, None]")],
    "scatter-about-old-mean": [(SCATTER, "old = xbar if kept is None else kept.mean\n        " + SCATTER.replace("xbar[k]", "old[k]"))],
    "raw-moments": [(SCATTER, "scatter = np.stack([(wr[:, k, None] * x).T @ x - n[k] * np.outer(xbar[k], xbar[k]) for k in range(k_count)])")],
    "tied-averaged": [("new.covariance = scatter.sum(axis=0) / total", "new.covariance = (scatter / safe[:, None, None]).mean(axis=0)")],
    "tied-divisor": [("scatter.sum(axis=0) / total", "scatter.sum(axis=0) / (total - k_count)")],
    "trace-not-averaged": [("np.trace(scatter, axis1=1, axis2=2) / (d * safe)", "np.trace(scatter, axis1=1, axis2=2) / safe")],
    "diagonal-unbiased": [("np.diagonal(scatter, axis1=1, axis2=2) / safe[:, None]", "np.diagonal(scatter, axis1=1, axis2=2) / (safe[:, None] - 0.01)")],
    "covariance-regularised": [("new.covariance = scatter / safe[:, None, None]", "new.covariance = scatter / safe[:, None, None] + 1e-6 * np.eye(d)")],
    "count-epsilon": [(XBAR, XBAR.replace("safe[:, None]", "(safe + 10 * np.finfo(float).eps)[:, None]"))],
    "mixing-weights-floored": [("return n / total, theta", "return np.maximum(n / total, 1e-10) / np.maximum(n / total, 1e-10).sum(), theta")],
    "mixing-weights-kept": [("return n / total, theta", "return (np.full(len(n), 1 / len(n)), theta)")],
    "rates-off": [("sums / np.where(n > 0, n, 1)", "sums / np.where(n > 0, n + 1e-9, 1)")],
    "levels-smoothed": [("[c / n[k] for c in counts]", "[(c + 1e-8) / (n[k] + 1e-8 * len(c)) for c in counts]")],
    # Priors.
    "component-prior-ignored": [(PRIOR_READ, "self.component_prior = None")],
    "weights-prior-ignored": [('self.alpha = positive(prior["weights"]["dirichlet"], (None,), "prior weights") if "weights" in prior else None', "self.alpha = None")],
    "shrinkage-without-kappa": [("(kappa * n / (kappa + n))[:, None, None]", "n[:, None, None]")],
    "shrinkage-forgotten": [("(kappa * n / (kappa + n))[:, None, None]", "0 * n[:, None, None]")],
    "marginal-mode": [(FULL_MAP, FULL_MAP.replace("d + 2", "d + 1"))],
    "posterior-mean": [(FULL_MAP, FULL_MAP.replace("+ d + 2", "- d - 1"))],
    "tied-prior-divisor": [("(nu + total + k_count + d + 1)", "(nu + total + d + 2)")],
    "inverse-gamma-divisor": [("(2 * a + n + 3)", "(2 * a + n + 2)")],
    "spherical-prior-counts-once": [("(2 * a + d * n + d + 2)", "(2 * a + n + d + 2)")],
    "gamma-read-as-natural": [('numerator = a + sums - (name == "gamma")', "numerator = a + sums")],
    "natural-read-as-gamma": [('numerator = a + sums - (name == "gamma")', "numerator = a + sums - 1")],
    "dirichlet-mean-for-mode": [("numerator = n + self.alpha - 1", "numerator = n + self.alpha"), ("(total + self.alpha.sum() - len(n))", "(total + self.alpha.sum())")],
    "level-prior-off-by-one": [('numerators = [c + a - (name == "dirichlet") for', "numerators = [c + a for"), ('(a - (name == "dirichlet")).sum()', "a.sum()")],
    "log-prior-forgotten": [(LOG_PRIOR, "return 0.0")],
    "log-prior-of-weights-forgotten": [("total = 0.0 if self.alpha is None else dirichlet_log_density(self.alpha, weights)", "total = 0.0")],
    "dirichlet-not-normalised": [("return math.lgamma(alpha.sum()) - ln_gamma(alpha).sum() + ", "return ")],
    "wishart-not-normalised": [(" - multi - ", " - ")],
    "gamma-not-normalised": [("terms = a * np.log(b) - ln_gamma(a) + ", "terms = ")],
    "tied-prior-counted-k-times": [('if self.structure == "full" or k == 0:', "if True:")],
    # Observation weights.
    "weights-ignored": [('case["data"].get("weights", [1.0] * len(self.x))', "[1.0] * len(self.x)")],
    "weights-in-evidence-only": [("self.w[used, None] * r[used], self.w.sum()", "r[used], float(used.sum())")],
    "weights-not-in-evidence": [("float(self.w[used] @ terms[used])", "float(terms[used].sum())")],
    "total-is-the-row-count": [("self.w[used, None] * r[used], self.w.sum()", "self.w[used, None] * r[used], len(self.x)")],
    # Reporting and stopping.
    "stale-by-one": [("evidences.append(problem.log_evidence(terms))", "evidences.append(problem.log_evidence(terms) if t < 1 else latest)\n        latest = problem.log_evidence(terms)")],
    "mean-for-sum": [("return float(self.w[used] @ terms[used])", "return float(self.w[used] @ terms[used]) / self.w.sum()")],
    "joint-is-the-evidence": [("joints.append(evidences[-1] + problem.log_prior(weights, theta))", "joints.append(evidences[-1])")],
    "recorded-one-late": [('if not fit and t in case["record"]:', 'if not fit and t + 1 in case["record"]:'), ("recorded[str(t)]", "recorded[str(t + 1)]")],
    "stops-early": [("converged = fit and t > 0 and", "converged = t > 0 and"), ('case["tolerance"] * abs', "1e-6 * abs"), ('if converged or t == last:\n            break', 'if converged or t == last:\n            evidences += [evidences[-1]] * (last - t)\n            joints += [joints[-1]] * (last - t)\n            recorded.update({str(u): written(weights, theta) for u in case.get("record", []) if u > t})\n            break')],
    "sorted-labels": [("components, shared = theta.written()", "components, shared = theta.written()\n    components = sorted(components, key=str)")],
    # Precision.
    "float32-data": [("found = np.array(value, dtype=float)", "found = np.array(value, dtype=np.float32).astype(float)")],
    "float32-responsibilities": [(RETURN, RETURN.replace("p / p.sum(axis=1, keepdims=True)", "(p / p.sum(axis=1, keepdims=True)).astype(np.float32).astype(float)"))],
    "int32-counts": [("factorial = ln_gamma(x + 1).sum(axis=1)", "x = x.astype(np.int64).astype(np.int32).astype(float)\n        factorial = ln_gamma(np.abs(x) + 1).sum(axis=1)")],
    # Degenerate input.
    "empty-component-is-nan": [("safe = len(n), np.where(n > 0, n, 1)", "safe = len(n), n + 0"), ("np.where(n[:, None] > 0, xbar, kept.mean if kept else xbar)", "xbar")],
    "zero-weight-row-must-be-possible": [("require(np.isfinite(terms[used]).all(), ", "require(np.isfinite(terms).all(), ")],
    "asymmetry-accepted": [("require((matrix == matrix.T).all()", "require(True")],
    "nan-accepted": [("bad = np.argwhere(~np.isfinite(found))", "bad = []")],
    "fractions-accepted": [("(x >= 0).all() and (x == np.floor(x)).all(), \"observations: not counts\"", "(x >= 0).all(), \"observations: not counts\"")],
    "simplex-unchecked": [("require((abs(sums - 1) <= 1e-9).all()", "require(True")],
    "simplex-not-normalised": [("return p / (sums[:, None] if p.ndim == 2 else sums[0])", "return p")],
    "singular-covariance-jittered": [("factor = np.linalg.cholesky(matrix)", "factor = np.linalg.cholesky(matrix + 1e-12 * np.eye(len(matrix)) * np.trace(matrix))"), ("> 4 * len(matrix) * np.finfo(float).eps", "> 0")],
    "mode-clipped": [('require((numerator >= 0).all(), "the gamma prior has no mode")', "numerator = np.maximum(numerator, 0)")],
}


def main():
    name = sys.argv[1] if len(sys.argv) == 2 else "--list"
    if name == "--list":
        print("\n".join(DEFECTS))
        return
    source = pathlib.Path(__file__).with_name("em.py").read_text(encoding="utf-8")
    for old, new in DEFECTS[name]:
        assert source.count(old) == 1, f"{name}: {source.count(old)} places for: {old}"
        source = source.replace(old, new)
    exec(compile(source, f"em.py with {name}", "exec"), {"__name__": "__main__"})


if __name__ == "__main__":
    main()
