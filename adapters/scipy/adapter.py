"""SciPy as an adapter: its densities, log-sum-exp and entropies. It has no EM.

README.md says which call computes which quantity.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "common" / "python"))
from em_protocol import Unsupported, refusals, serve

import numpy as np
import scipy
from scipy import stats
from scipy.special import logsumexp, softmax

STRUCTURES = ["identity", "spherical", "diagonal", "full", "tied"]
EVALUATE = {"gaussian": STRUCTURES, "poisson": True, "categorical": True}


def categorical(probabilities):
    """The distribution of 0, 1, ..., C - 1; it checks that they are probabilities."""
    return stats.rv_discrete(values=(range(len(probabilities)), probabilities))


def covariance(case, component):
    """A matrix, a vector of diagonal entries, or a number that stands for so many times the identity."""
    return case["parameters"]["covariance"] if case["model"]["covariance"] == "tied" else component.get("covariance", 1.0)


def log_density(case, component, x):
    """log p(x_n|θ) of one component; variables are independent, so their log probabilities are added."""
    family = case["model"]["family"]
    if family == "gaussian":
        return np.atleast_1d(stats.multivariate_normal.logpdf(x, component["mean"], covariance(case, component)))
    if family == "poisson":
        return stats.poisson.logpmf(x, component["rate"]).sum(axis=1)
    variables = [categorical(p) for p in component["probabilities"]]
    columns = np.asarray(x).T
    if len(columns) != len(variables):
        raise ValueError(f"{len(columns)} columns for {len(variables)} distributions")
    return sum(variable.logpmf(column) for variable, column in zip(variables, columns))


def log_evidence_terms(case, log_densities, log_weights):
    """`stats.Mixture` where there is one, which is on the line; elsewhere `logsumexp`."""
    components, family = case["parameters"]["components"], case["model"]["family"]
    if family != "gaussian" or len(components[0]["mean"]) != 1:
        return logsumexp(log_densities + log_weights, axis=1)
    deviations = [np.sqrt(np.reshape(covariance(case, c), ())) for c in components]
    normals = [stats.Normal(mu=c["mean"][0], sigma=deviation) for c, deviation in zip(components, deviations)]
    return stats.Mixture(normals, weights=case["parameters"]["weights"]).logpdf(np.asarray(case["data"]["observations"])[:, 0])


def log_component_prior(case, prior):
    """The sum over components of the log density of the component prior, or None where SciPy has no such density."""
    components = case["parameters"]["components"]
    name, p = next(iter(prior.items()))
    if name == "normal":
        density = stats.multivariate_normal(p["mean"], 1 / p["precision"])
        return sum(density.logpdf(c["mean"]) for c in components)
    if name == "normal_inverse_gamma":
        return sum(log_normal_inverse_gamma(c, p) for c in components)
    if name == "normal_inverse_wishart":
        matrices = [np.asarray(covariance(case, c)) for c in components]
        means = sum(stats.multivariate_normal.logpdf(c["mean"], p["mean"], v / p["mean_precision"]) for c, v in zip(components, matrices))
        shared = case["model"]["covariance"] == "tied"
        return means + sum(stats.invwishart.logpdf(v, p["degrees_of_freedom"], p["scale"]) for v in matrices[: 1 if shared else None])
    if name == "gamma":
        return sum(stats.gamma.logpdf(c["rate"], p["shape"], scale=1 / np.asarray(p["rate"])).sum() for c in components)
    if name == "dirichlet":
        return sum(stats.dirichlet.logpdf(probabilities, concentration)
                   for c in components for probabilities, concentration in zip(c["probabilities"], p["concentration"]))
    if case["model"]["family"] == "poisson":  # the logarithm of a gamma variable
        return sum(stats.loggamma.logpdf(np.log(c["rate"]), p["pseudo_observations"], loc=-np.log(p["pseudo_count"])).sum() for c in components)
    return None  # a density of logits


def log_normal_inverse_gamma(component, p):
    mean, variance = component["mean"], component["covariance"]
    if np.ndim(variance) == 1:
        return stats.normal_inverse_gamma.logpdf(mean, variance, p["mean"], p["mean_precision"], p["shape"], p["scale"]).sum()
    normal = stats.multivariate_normal.logpdf(mean, p["mean"], variance / p["mean_precision"])
    return normal + stats.invgamma.logpdf(variance, p["shape"], scale=p["scale"])


def evaluate(case):
    x, parameters, prior = case["data"]["observations"], case["parameters"], case.get("prior", {})
    log_densities = np.stack([log_density(case, c, x) for c in parameters["components"]], axis=1)
    log_weights = categorical(parameters["weights"]).logpmf(range(len(parameters["weights"])))
    terms = log_evidence_terms(case, log_densities, log_weights)
    result = {"log_densities": log_densities, "log_evidence_terms": terms, "log_evidence": terms.sum()}
    if np.isfinite(terms).all():
        result["responsibilities"] = softmax(log_densities + log_weights, axis=1)
    log_prior = log_component_prior(case, prior["components"]) if "components" in prior else 0.0
    if log_prior is not None:
        weights = stats.dirichlet.logpdf(parameters["weights"], prior["weights"]["dirichlet"]) if "weights" in prior else 0.0
        result["log_joint"] = terms.sum() + log_prior + weights
    return result


def divergence(case):
    q, p = case["q"], case["p"]
    if not q["family"] == p["family"] == "categorical":
        raise Unsupported(f"no divergence between members of the families {q['family']} and {p['family']}")
    return {"kl": stats.entropy(q["probabilities"], p["probabilities"])}


def run(case):
    operations = {"evaluate": evaluate, "divergence": divergence}
    if case["operation"] not in operations:
        raise Unsupported(f"no operation {case['operation']}: there is no mixture to fit")
    if "weights" in case.get("data", {}):
        raise Unsupported("no observation weights")
    with refusals(ValueError), np.errstate(all="ignore"):
        return operations[case["operation"]](case)


serve(
    describe={
        "name": "SciPy",
        "version": scipy.__version__,
        "language": "Python",
        "precision": "binary64",
        "operations": {"evaluate": EVALUATE, "divergence": {"categorical": True}},
        "priors": True,
        "observation_weights": False,
    },
    run=run,
)
