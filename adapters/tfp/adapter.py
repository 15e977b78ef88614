"""TensorFlow Probability as an adapter: densities, mixtures of them and divergences, in float64. It has no EM.

README.md says which call computes which quantity.
"""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "common" / "python"))
from em_protocol import Unsupported, refusals, serve

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import tensorflow as tf
import tensorflow_probability as tfp

tfd = tfp.distributions
STRUCTURES = ["identity", "spherical", "diagonal", "full", "tied"]
EVALUATE = {"gaussian": STRUCTURES, "poisson": True, "categorical": True}
REFUSALS = (ValueError, tf.errors.InvalidArgumentError)


def tensor(value):
    """What cannot be a tensor, as ragged rows cannot, cannot be asked of TensorFlow: its refusal."""
    with refusals(ValueError, TypeError):
        return tf.constant(value, dtype=tf.float64)


def checked(distribution, *arguments, **named):
    """A distribution that validates its parameters and arguments, which is off by default."""
    return distribution(*arguments, **named, validate_args=True)


def independent(distribution):
    """The last batch dimension becomes that of the observation."""
    return checked(tfd.Independent, distribution, reinterpreted_batch_ndims=1)


def padded(components):
    """Variables with fewer levels than the largest get levels of probability 0."""
    levels = max(len(p) for c in components for p in c["probabilities"])
    return tensor([[p + [0.0] * (levels - len(p)) for p in c["probabilities"]] for c in components])


def categorical(probabilities):
    if probabilities.shape[-1] < 2:
        raise Unsupported("a Categorical that validates has two outcomes at least, and so a mixture two components")
    return checked(tfd.Categorical, probs=probabilities)


def observations(case):
    """Levels are integers to TensorFlow: its conversion refuses fractions."""
    rows = case["data"]["observations"]
    if case["model"]["family"] != "categorical":
        return tensor(rows)
    with refusals(ValueError, TypeError):
        return tf.constant([[int(v) if v == v // 1 else v for v in row] for row in rows], dtype=tf.int32)


def normal(mean, covariance):
    return checked(tfd.MultivariateNormalFullCovariance, tensor(mean), tensor(covariance))


def components_distribution(case):
    """The `K` components as one batch."""
    parameters, family = case["parameters"], case["model"]["family"]
    components, structure = parameters["components"], case["model"].get("covariance")
    if family == "poisson":
        return independent(checked(tfd.Poisson, tensor([c["rate"] for c in components])))
    if family == "categorical":
        return independent(categorical(padded(components)))
    means = tensor([c["mean"] for c in components])
    if structure == "tied":
        return normal(means, [parameters["covariance"]] * len(components))
    if structure == "full":
        return normal(means, [c["covariance"] for c in components])
    variances = tf.ones_like(means) if structure == "identity" else tensor([c["covariance"] for c in components])
    deviations = tf.sqrt(variances[:, None] if variances.shape.rank == 1 else variances)
    return checked(tfd.MultivariateNormalDiag, means, tf.broadcast_to(deviations, means.shape))


def log_component_prior(case, prior):
    """The sum over components of the log density of the component prior, or None where there is no such distribution."""
    components = case["parameters"]["components"]
    name, p = next(iter(prior.items()))
    if name == "normal":
        means = tensor([c["mean"] for c in components])
        return tf.reduce_sum(checked(tfd.Normal, tensor(p["mean"]), tf.math.rsqrt(tensor(p["precision"]))).log_prob(means))
    if name == "normal_inverse_gamma":
        means, variances = tensor([c["mean"] for c in components]), tensor([c["covariance"] for c in components])
        spread = variances if variances.shape.rank == 2 else variances[:, None]
        normals = checked(tfd.Normal, tensor(p["mean"]), tf.sqrt(spread / p["mean_precision"])).log_prob(means)
        return tf.reduce_sum(normals) + tf.reduce_sum(checked(tfd.InverseGamma, tensor(p["shape"]), tensor(p["scale"])).log_prob(variances))
    if name == "gamma":
        rates = tensor([c["rate"] for c in components])
        return tf.reduce_sum(checked(tfd.Gamma, tensor(p["shape"]), tensor(p["rate"])).log_prob(rates))
    if name == "dirichlet":
        return sum(checked(tfd.Dirichlet, tensor(concentration)).log_prob(tensor(probabilities))
                   for c in components for probabilities, concentration in zip(c["probabilities"], p["concentration"]))
    if name == "natural" and case["model"]["family"] == "poisson":
        log_rates = tf.math.log(tensor([c["rate"] for c in components]))
        return tf.reduce_sum(checked(tfd.ExpGamma, tensor(p["pseudo_observations"]), tensor(p["pseudo_count"])).log_prob(log_rates))
    return None  # inverse Wishart, a density of logits


def evaluate(case):
    prior, x = case.get("prior", {}), observations(case)
    weights = tensor(case["parameters"]["weights"])
    components = components_distribution(case)
    mixture = checked(tfd.MixtureSameFamily, categorical(weights), components)
    terms = mixture.log_prob(x)
    result = {
        "log_densities": components.log_prob(x[:, None]).numpy(),
        "log_evidence_terms": terms.numpy(),
        "log_evidence": tf.reduce_sum(terms).numpy(),
    }
    if tf.reduce_all(tf.math.is_finite(terms)):
        result["responsibilities"] = mixture.posterior_marginal(x).probs_parameter().numpy()
    log_prior = log_component_prior(case, prior["components"]) if "components" in prior else 0.0
    if log_prior is not None:
        log_weights = checked(tfd.Dirichlet, tensor(prior["weights"]["dirichlet"])).log_prob(weights) if "weights" in prior else 0.0
        result["log_joint"] = float(tf.reduce_sum(terms) + log_prior + log_weights)
    return result


def member(m):
    make = {
        "gaussian": lambda: normal(m["mean"], m["covariance"]),
        "categorical": lambda: categorical(tensor(m["probabilities"])),
        "gamma": lambda: checked(tfd.Gamma, tensor(m["shape"]), tensor(m["rate"])),
        "dirichlet": lambda: checked(tfd.Dirichlet, tensor(m["concentration"])),
    }
    if m["family"] not in make:
        raise Unsupported(f"no divergence of {m['family']} distributions")
    return make[m["family"]]()


def divergence(case):
    return {"kl": member(case["q"]).kl_divergence(member(case["p"])).numpy()}


def run(case):
    operations = {"evaluate": evaluate, "divergence": divergence}
    if case["operation"] not in operations:
        raise Unsupported(f"no operation {case['operation']}: distributions are not fitted")
    if "weights" in case.get("data", {}):
        raise Unsupported("no observation weights")
    with refusals(*REFUSALS):
        return operations[case["operation"]](case)


serve(
    describe={
        "name": "TensorFlow Probability",
        "version": tfp.__version__,
        "language": "Python",
        "precision": "binary64",
        "operations": {
            "evaluate": EVALUATE,
            "divergence": {family: True for family in ("gaussian", "categorical", "gamma", "dirichlet")},
        },
        "priors": True,
        "observation_weights": False,
    },
    run=run,
)
