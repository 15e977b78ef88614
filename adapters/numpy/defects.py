#!/usr/bin/env python3
"""The textbook EM with one defect switched on: `python3 defects.py NAME` is an adapter, `python3 defects.py --list` names them.

Each defect is a change of the text of em.py or of a module it uses, of a kind seen in released software; the suite must find every one
of them. What `python3 defects.py --list-harmless` names are changes of the same kind that are none: nobody may be blamed for them.
"""

import pathlib
import sys
import types

MODULES = ["common", "divergence", "bayes", "em"]

Z = "columns.append(-0.5 * (d * math.log(2 * math.pi) + log_det + (z * z).sum(axis=1)))"
XBAR = "xbar = wr.T @ x / safe[:, None]"
SCATTER = "scatter = np.stack([(wr[:, k, None] * (x - xbar[k])).T @ (x - xbar[k]) for k in range(k_count)])"
RETURN = "return densities, evidence, p / p.sum(axis=1, keepdims=True)"
FULL_MAP = "new.covariance = (psi + scatter) / (nu + n + d + 2)[:, None, None]"
LOG_PRIOR = "return total if self.component_prior is None else total + theta.log_prior(self.component_prior)"
FREE = "free = np.where(q > 0, q * (joint - log_q), 0.0).sum(axis=1)"
RELATIVE = "relative = np.where(q > 0, q * (log_q - (joint - terms[:, None])), 0.0).sum(axis=1)"
START = 'weights, theta = problem.read(case["initial"])'
STOP = 'abs(joints[-1] - joints[-2]) <= case["tolerance"] * abs(joints[-1])'
FOUND = 'return {"parameters": written(weights, theta), "log_evidence"'
ASSIGNMENTS = "for z in itertools.product(range(k), repeat=n):"
OF_WEIGHTS = "of_weights = math.lgamma(alpha.sum()) - math.lgamma(alpha.sum() + n)"
COUNTED = "math.lgamma(a + count) - math.lgamma(a) for"
NIW_MARGINAL = "self.log_marginal = of_mean + of_gamma + of_scale"
NIG_MARGINAL = "self.log_marginal = of_mean + of_variance.sum()"
NIW_SCALE = "scale = psi + scatter + kappa * n / self.kappa * np.outer(away, away)"
NIW_COUNTS = "self.kappa, self.nu = kappa + n, nu + n"
R_UPDATE = "r = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)"
SCORES = "scores = digamma(alpha) - digamma(alpha.sum()) + expected"
ELBO = "elbo.append(float(of_weights + sum(q.log_marginal for q in components) + entropy))"
KL = 'return {"kl": float(FAMILIES[q["family"]](q, p))}'
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
    "factorial-off-by-one": [("factorial = ln_gamma(x + 1).sum(axis=1)\n", "factorial = ln_gamma(x).sum(axis=1)\n")],
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
    # The bound.
    "bound-without-entropy": [(FREE, FREE.replace("(joint - log_q)", "joint"))],
    "bound-without-log-prior": [("w @ free + log_prior", "w @ free")],
    "bound-without-mixing-weights": [(FREE, FREE.replace("joint", "densities[used]"))],
    "bound-ignores-observation-weights": [("w @ free", "free.sum()")],
    "bound-kl-ignores-observation-weights": [("w @ relative", "relative.sum()")],
    "bound-kl-reversed": [(RELATIVE, "log_r = joint - terms[:, None]\n        relative = np.where(np.isfinite(log_r), np.exp(log_r) * (log_r - log_q), 0.0).sum(axis=1)")],
    "bound-kl-in-bits": [("w @ relative", "w @ relative / math.log(2)")],
    "bound-kl-of-unnormalised": [(RELATIVE, RELATIVE.replace("(joint - terms[:, None])", "joint"))],
    "bound-entropy-with-epsilon": [("np.log(weights) + densities[used], np.log(q)", "np.log(weights) + densities[used], np.log(q + 1e-8)")],
    "bound-zero-times-infinity": [(FREE, "free = (q * (joint - log_q)).sum(axis=1)")],
    "bound-of-own-responsibilities": [("densities, terms, _ = problem.e_step(weights, theta)\n    used", "densities, terms, q = problem.e_step(weights, theta)\n    used")],
    "bound-hard-assignment": [(FREE, "q = (q == q.max(axis=1, keepdims=True)) * 1.0\n        " + FREE)],
    "bound-averaged": [("w @ free + log_prior", "w @ free / w.sum() + log_prior")],
    "bound-joint-is-the-evidence": [('"log_joint": float(w @ terms + log_prior)', '"log_joint": float(w @ terms)')],
    "bound-kl-counts-the-prior": [("w @ relative", "w @ relative + log_prior")],
    # The evidence of the Bayesian mixture.
    "evidence-of-partitions": [(ASSIGNMENTS, ASSIGNMENTS + "\n        if any(c > max(z[:i], default=-1) + 1 for i, c in enumerate(z)):\n            continue")],
    "evidence-over-label-permutations": [(OF_WEIGHTS, OF_WEIGHTS + " - math.lgamma(k + 1)")],
    "evidence-with-multinomial": [(OF_WEIGHTS, OF_WEIGHTS + " + math.lgamma(n + 1)"), (COUNTED, COUNTED.replace(" for", " - math.lgamma(count + 1) for"))],
    "evidence-uniform-assignments": [(OF_WEIGHTS, "of_weights = -n * math.log(k)"), (COUNTED, "0.0 for")],
    "evidence-at-mean-weights": [(OF_WEIGHTS, "of_weights = 0.0"), (COUNTED, "count * math.log(a / alpha.sum()) for")],
    "evidence-without-weights-normaliser": [(OF_WEIGHTS, "of_weights = math.lgamma(alpha.sum())")],
    "evidence-forgets-an-assignment": [("log_sum_exp(np.array(terms))", "log_sum_exp(np.array(terms[1:] or terms))")],
    "evidence-of-best-assignment": [("log_sum_exp(np.array(terms))", "max(terms)")],
    "evidence-every-component-used": [("terms.append(", "if not all(sets) and n >= k:\n            continue\n        terms.append(")],
    # Posteriors of components.
    "posterior-degrees-of-freedom": [(NIW_COUNTS, NIW_COUNTS.replace("nu + n", "nu + n - 1"))],
    "posterior-forgets-mean-precision": [(NIW_COUNTS, "self.kappa, self.nu = n + 1e-300, nu + n")],
    "posterior-shrinkage-without-kappa": [(NIW_SCALE, NIW_SCALE.replace("kappa * n / self.kappa", "n"))],
    "posterior-shrinkage-forgotten": [(NIW_SCALE, "scale = psi + scatter")],
    "posterior-inverse-gamma-half-missing": [("b + 0.5 * (away.sum() if shared else away)", "b + (away.sum() if shared else away)")],
    "posterior-spherical-counts-once": [("(n * d if shared else n) / 2", "n / 2")],
    "multigamma-of-one-dimension": [("sum(math.lgamma(a - i / 2) for i in range(d))", "d * math.lgamma(a)")],
    "marginal-of-wrong-pi": [("0.5 * n * d * math.log(math.pi)", "0.5 * n * d * LOG_2PI")],
    "marginal-without-mean-precisions": [(NIW_MARGINAL, NIW_MARGINAL.replace("of_mean + ", ""))],
    "marginal-without-multigamma": [(NIW_MARGINAL, NIW_MARGINAL.replace("of_gamma + ", ""))],
    "marginal-inverse-gamma-without-mean": [(NIG_MARGINAL, NIG_MARGINAL.replace("of_mean + ", ""))],
    "marginal-without-scatter": [("distance = np.trace(scatter) + ", "distance = ")],
    "marginal-without-factorial": [("terms.sum() - r @ factorial", "terms.sum()")],
    "marginal-without-dirichlet-normaliser": [("(ln_gamma(new) - ln_gamma(alpha)).sum() + math.lgamma(alpha.sum()) - math.lgamma(new.sum())", "(ln_gamma(new) - ln_gamma(alpha)).sum()")],
    # Variational inference.
    "variational-responsibilities-late": [(R_UPDATE, "late = r\n            " + R_UPDATE), ('return {"elbo": elbo, "responsibilities": r.tolist()}', 'return {"elbo": elbo, "responsibilities": (late if case["iterations"] else r).tolist()}')],
    "variational-bound-before-the-update": [(R_UPDATE, "old, density = r, digamma(alpha) - digamma(alpha.sum()) + expected\n            " + R_UPDATE), (ELBO, ELBO.replace("elbo.append", "fresh = ") + "\n        elbo.append(fresh if t == 0 else stale + float(log_sum_exp(density, 1).sum() - np.where(old > 0, old * (density - np.log(np.where(old > 0, old, 1))), 0).sum()))\n        stale = fresh")],
    "variational-without-entropy": [(ELBO, ELBO.replace(" + entropy", ""))],
    "variational-without-weights-term": [(ELBO, ELBO.replace("of_weights + ", ""))],
    "variational-one-step-short": [('for t in range(case["iterations"] + 1):\n        if t > 0:', 'for t in range(case["iterations"] + 1):\n        if t > 0 and t < case["iterations"]:')],
    "variational-step-before-the-first": [("if t > 0:\n            expected", "if t == 0:\n            alpha = problem.alpha + r.sum(axis=0)\n            components = [posterior(problem.component_prior, x, r[:, k]) for k in range(r.shape[1])]\n        if True:\n            expected")],
    "variational-logarithm-for-digamma": [(SCORES, "scores = np.log(alpha / alpha.sum()) + expected")],
    "variational-weights-forgotten": [(SCORES, "scores = expected")],
    "variational-weights-prior-ignored": [("alpha = problem.alpha + r.sum(axis=0)", "alpha = 1 + r.sum(axis=0)")],
    "variational-hard-assignment": [(R_UPDATE, "r = (scores == scores.max(axis=1, keepdims=True)) * 1.0")],
    "variational-responsibilities-floored": [(R_UPDATE, R_UPDATE + "\n            r = np.maximum(r, 1e-6) / np.maximum(r, 1e-6).sum(axis=1, keepdims=True)")],
    "log-precision-degrees-of-freedom": [("digamma((self.nu - np.arange(d)) / 2)", "digamma((self.nu + 1 - np.arange(d)) / 2)")],
    "log-precision-of-one-dimension": [("digamma((self.nu - np.arange(d)) / 2)", "digamma((self.nu + 0 * np.arange(d)) / 2)")],
    "log-precision-at-the-mean": [("digamma((self.nu - np.arange(d)) / 2)", "np.log(self.nu / 2 + 0 * np.arange(d))")],
    "expected-distance-without-mean-variance": [("- d / self.kappa - self.nu", "- self.nu")],
    "expected-distance-degrees-of-freedom": [("self.nu * (z * z)", "(self.nu + 1) * (z * z)")],
    "expected-log-variance-at-the-mean": [("np.log(self.b) - digamma(self.a), (d,)", "np.log(self.b) - np.log(self.a), (d,)")],
    "expected-log-rate-at-the-mean": [("digamma(self.a) - np.log(self.b))", "np.log(self.a) - np.log(self.b))")],
    "expected-log-levels-at-the-mean": [("digamma(a) - digamma(a.sum())", "np.log(a / a.sum())")],
    "digamma-of-two-terms": [("return math.log(x) - 0.5 / x - series - down", "return math.log(x) - 0.5 / x - y / 12 - down")],
    # Divergences.
    "divergence-swapped": [(KL, KL.replace("(q, p)", "(p, q)"))],
    "divergence-in-bits": [(KL, KL.replace("(q, p))", "(q, p) / math.log(2))"))],
    "divergence-symmetrised": [(KL, KL.replace("(q, p))", "(q, p) + FAMILIES[q[\"family\"]](p, q))"))],
    "divergence-half-missing": [("return 0.5 * (matrix_gap(s_q", "return (matrix_gap(s_q")],
    "divergence-without-dimension": [("(solve(cholesky(p, name)) ** 2).sum() - len(p)", "(solve(cholesky(p, name)) ** 2).sum()")],
    "divergence-log-det-sign": [("- (log_p - log_q), log_p", "+ (log_p - log_q), log_p")],
    "divergence-deviations-for-variances": [("s_q, s_p = array(q[\"covariance\"], (d, d), \"q covariance\"), array(p[\"covariance\"], (d, d), \"p covariance\")", "s_q, s_p = [(lambda s: s @ s.T)(array(m[\"covariance\"], (d, d), \"covariance\")) for m in (q, p)]")],
    "divergence-distance-under-q": [('log_det_and_solver(s_p, "p covariance")', 'log_det_and_solver(s_q, "q covariance")')],
    "divergence-cancels-in-matrices": [("if np.abs(change).max() < 0.5:", "if False:")],
    "divergence-cancels-in-ratios": [("np.where(np.abs(u) < 0.5, gap(u), p / q - 1", "np.where(np.abs(u) < 0, gap(u), p / q - 1")],
    "divergence-cancels-in-gammas": [("np.abs(step) <= q / 2", "step == 0")],
    "divergence-never-infinite": [("if ((q > 0) & (p == 0)).any():\n        return math.inf", "p = np.where(p == 0, 1e-300, p)")],
    "divergence-impossible-skipped": [("return p[q == 0].sum() + (q[q > 0]", "return (q[q > 0]")],
    "divergence-scale-for-rate": [('positive(m["rate"], (), "rate")', '1 / positive(m["rate"], (), "rate")')],
    "divergence-gamma-cross-term": [(" + (a_q - a_p) * log_ratio(b_p, b_q)", "")],
    "divergence-dirichlet-not-normalised": [(" - gamma_gap(q.sum(), p.sum(), (p - q).sum())", "")],
    "divergence-wishart-of-one-dimension": [("halves = np.arange(d) / 2", "halves = np.zeros(d)")],
    "divergence-wishart-cross-term": [(" + 0.5 * (nu_q - nu_p) * log_det", "")],
    "divergence-mean-without-degrees-of-freedom": [("k_p * nu_q * (away @ away)", "k_p * (away @ away)")],
    "divergence-mean-precisions-forgotten": [("d * ratio_gap(k_p, k_q) + ", "")],
    # Fits.
    "fit-stops-at-1e-3": [(STOP, STOP.replace('case["tolerance"]', "1e-3"))],
    "fit-stops-at-1e-3-per-observation": [(STOP, 'abs(joints[-1] - joints[-2]) <= 1e-3 * problem.w.sum()')],
    "fit-stops-after-10": [('last = case["max_iterations"] if fit', 'last = min(case["max_iterations"], 10) if fit')],
    "fit-starts-at-the-mean": [(START, START + '\n    if case["operation"] == "fit":\n        weights, theta = problem.m_step(np.full((len(problem.x), len(weights)), 1 / len(weights)))')],
    "fit-starts-elsewhere": [(START, START + '\n    if case["operation"] == "fit":\n        rows = np.random.default_rng(0).integers(len(weights), size=len(problem.x))\n        weights, theta = problem.m_step(0.5 * np.eye(len(weights))[rows] + 0.5 / len(weights))')],
    "fit-weights-and-components-apart": [(FOUND, FOUND.replace("(weights", "(np.sort(weights)"))],
    "fit-objective-is-the-evidence": [('"log_joint": joints[-1],\n', '"log_joint": evidences[-1],\n')],
    "fit-objective-of-the-start": [('"log_evidence": evidences[-1], "log_joint": joints[-1]', '"log_evidence": evidences[0], "log_joint": joints[0]')],
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


# No defects: what a case does not ask for.
HARMLESS = {
    "fit-sorts-components": [(FOUND, """found = written(weights, theta)
        order = sorted(range(len(weights)), key=lambda k: str(found["components"][k]))
        found.update({key: [found[key][k] for k in order] for key in ("weights", "components")})
        """ + FOUND.replace("written(weights, theta)", "found"))],
    "fit-counts-nothing": [('"iterations": t, "converged": bool(converged)', '"iterations": -1, "converged": None')],
    "fit-goes-on": [(STOP, "False")],
}


def changed(changes, name):
    """The text of every module with the changes made, each of which has one place."""
    sources = {module: pathlib.Path(__file__).with_name(f"{module}.py").read_text(encoding="utf-8") for module in MODULES}
    for old, new in changes:
        places = [module for module, source in sources.items() for _ in range(source.count(old))]
        assert len(places) == 1, f"{name}: {len(places)} places for: {old}"
        sources[places[0]] = sources[places[0]].replace(old, new)
    return sources


def main():
    name = sys.argv[1] if len(sys.argv) == 2 else "--list"
    if name in ("--list", "--list-harmless"):
        print("\n".join(DEFECTS if name == "--list" else HARMLESS))
        return
    for module, source in changed({**DEFECTS, **HARMLESS}[name], name).items():
        if module == "em":
            exec(compile(source, f"em.py with {name}", "exec"), {"__name__": "__main__"})
        else:
            sys.modules[module] = types.ModuleType(module)
            exec(compile(source, f"{module}.py with {name}", "exec"), vars(sys.modules[module]))


if __name__ == "__main__":
    main()
