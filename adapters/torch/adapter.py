"""torch.distributions as an adapter: densities, mixtures of them and divergences, in float64. It has no EM.

README.md says which call computes which quantity.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "common" / "python"))
from em_protocol import Unsupported, refusals, serve

import torch
from torch.distributions import (Categorical, Dirichlet, ExpTransform, Gamma, Independent, InverseGamma, MixtureSameFamily,
                                 MultivariateNormal, Normal, Poisson, TransformedDistribution, kl_divergence)

torch.set_num_threads(1)
STRUCTURES = ["identity", "spherical", "diagonal", "full", "tied"]
EVALUATE = {"gaussian": STRUCTURES, "poisson": True, "categorical": True}


def tensor(value):
    """What cannot be a tensor, as ragged rows cannot, cannot be asked of PyTorch: its refusal."""
    with refusals(ValueError, TypeError):
        return torch.tensor(value, dtype=torch.float64)


def independent(distribution):
    """The last batch dimension becomes that of the observation."""
    return Independent(distribution, 1)


def padded(components):
    """Variables with fewer levels than the largest get levels of probability 0."""
    levels = max(len(p) for c in components for p in c["probabilities"])
    return tensor([[p + [0.0] * (levels - len(p)) for p in c["probabilities"]] for c in components])


def component_distribution(case):
    """The `K` components as one batch."""
    parameters, family = case["parameters"], case["model"]["family"]
    components, structure = parameters["components"], case["model"].get("covariance")
    if family == "poisson":
        return independent(Poisson(tensor([c["rate"] for c in components])))
    if family == "categorical":
        return independent(Categorical(probs=padded(components)))
    means = tensor([c["mean"] for c in components])
    if structure == "tied":
        return MultivariateNormal(means, covariance_matrix=tensor(parameters["covariance"]).expand(len(means), -1, -1))
    if structure == "identity":
        return independent(Normal(means, torch.ones_like(means)))
    covariances = tensor([c["covariance"] for c in components])
    if structure == "full":
        return MultivariateNormal(means, covariance_matrix=covariances)
    variances = covariances if structure == "diagonal" else covariances.unsqueeze(1).expand(-1, means.shape[1])
    return independent(Normal(means, variances.sqrt()))


def log_component_prior(case, prior, distribution):
    """The sum over components of the log density of the component prior, or None where there is no such distribution."""
    components = case["parameters"]["components"]
    name, p = next(iter(prior.items()))
    if name == "normal":
        means = tensor([c["mean"] for c in components])
        return independent(Normal(tensor(p["mean"]), tensor(p["precision"]).rsqrt())).log_prob(means).sum()
    if name == "normal_inverse_gamma":
        means, variances = tensor([c["mean"] for c in components]), tensor([c["covariance"] for c in components])
        spread = variances if variances.ndim == 2 else variances.unsqueeze(1)
        normal = Normal(tensor(p["mean"]), (spread / p["mean_precision"]).sqrt()).log_prob(means).sum()
        return normal + InverseGamma(tensor(p["shape"]), tensor(p["scale"])).log_prob(variances).sum()
    if name == "gamma":
        return Gamma(tensor(p["shape"]), tensor(p["rate"])).log_prob(tensor([c["rate"] for c in components])).sum()
    if name == "dirichlet":
        probabilities = distribution.base_dist.probs  # normalised by `Categorical`
        return sum(Dirichlet(tensor(concentration)).log_prob(probabilities[:, d, : len(concentration)]).sum()
                   for d, concentration in enumerate(p["concentration"]))
    if name == "natural" and case["model"]["family"] == "poisson":  # the logarithm of a gamma variable
        gamma = Gamma(tensor(p["pseudo_observations"]), tensor(p["pseudo_count"]))
        return TransformedDistribution(gamma, [ExpTransform().inv]).log_prob(tensor([c["rate"] for c in components]).log()).sum()
    return None  # inverse Wishart, a density of logits


def evaluate(case):
    prior, x = case.get("prior", {}), tensor(case["data"]["observations"])
    components, mixing = component_distribution(case), Categorical(probs=tensor(case["parameters"]["weights"]))
    log_densities = components.log_prob(x.unsqueeze(1))
    terms = MixtureSameFamily(mixing, components).log_prob(x)
    result = {"log_densities": log_densities, "log_evidence_terms": terms, "log_evidence": terms.sum()}
    if torch.isfinite(terms).all():
        result["responsibilities"] = torch.softmax(log_densities + mixing.logits, dim=1)
    log_prior = log_component_prior(case, prior["components"], components) if "components" in prior else 0.0
    if log_prior is not None:
        log_weights = Dirichlet(tensor(prior["weights"]["dirichlet"])).log_prob(mixing.probs) if "weights" in prior else 0.0
        result["log_joint"] = terms.sum() + log_prior + log_weights
    return result


def member(m):
    make = {
        "gaussian": lambda: MultivariateNormal(tensor(m["mean"]), covariance_matrix=tensor(m["covariance"])),
        "poisson": lambda: independent(Poisson(tensor(m["rate"]))),
        "categorical": lambda: Categorical(probs=tensor(m["probabilities"])),
        "gamma": lambda: Gamma(tensor(m["shape"]), tensor(m["rate"])),
        "dirichlet": lambda: Dirichlet(tensor(m["concentration"])),
    }
    if m["family"] not in make:
        raise Unsupported(f"no distribution {m['family']}")
    return make[m["family"]]()


def divergence(case):
    return {"kl": kl_divergence(member(case["q"]), member(case["p"]))}


def run(case):
    operations = {"evaluate": evaluate, "divergence": divergence}
    if case["operation"] not in operations:
        raise Unsupported(f"no operation {case['operation']}: distributions are not fitted")
    if "weights" in case.get("data", {}):
        raise Unsupported("no observation weights")
    with refusals(ValueError, NotImplementedError):
        return operations[case["operation"]](case)


serve(
    describe={
        "name": "PyTorch",
        "version": torch.__version__,
        "language": "Python",
        "precision": "binary64",
        "operations": {
            "evaluate": EVALUATE,
            "divergence": {family: True for family in ("gaussian", "poisson", "categorical", "gamma", "dirichlet")},
        },
        "priors": True,
        "observation_weights": False,
    },
    run=run,
)
