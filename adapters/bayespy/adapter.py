"""BayesPy as an adapter: variational Bayesian mixtures with conjugate priors.

README.md says how the models are built and in which order their nodes are updated.
"""

import pathlib
import sys
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "common" / "python"))
from em_protocol import Unsupported, refusals, serve

import bayespy
import numpy as np
from bayespy.inference import VB
from bayespy.nodes import Categorical, Dirichlet, Gamma, Gaussian, GaussianARD, GaussianGamma, GaussianWishart, Mixture, Poisson

FAMILIES = {"gaussian": ["identity", "spherical", "diagonal", "full"], "poisson": True, "categorical": True}
PER_DIMENSION = [("gaussian", "diagonal"), ("poisson", None)]  # parameters have plates (D, K), labels (N, 1)


def column(values):
    """One value for each dimension, the same for all components; a single value holds for all dimensions."""
    return np.atleast_1d(values)[:, None]


def gaussian(structure, prior, z, k):
    """The node of the component parameters, and the mixture of the data."""
    p = next(iter(prior.values()))
    if structure == "identity":
        d = len(p["mean"])
        theta = Gaussian(p["mean"], p["precision"] * np.identity(d), plates=(k,))
        return theta, Mixture(z, Gaussian, theta, np.identity(d))
    if structure == "full":
        theta = GaussianWishart(p["mean"], p["mean_precision"], p["degrees_of_freedom"], p["scale"], plates=(k,))
        return theta, Mixture(z, Gaussian, theta, 1)
    if structure == "spherical":
        theta = GaussianGamma(p["mean"], p["mean_precision"] * np.identity(len(p["mean"])), p["shape"], p["scale"], plates=(k,))
        return theta, Mixture(z, Gaussian, theta, np.identity(len(p["mean"])))
    theta = GaussianGamma(column(p["mean"]), p["mean_precision"], p["shape"], column(p["scale"]), ndim=0, plates=(len(p["mean"]), k))
    return theta, Mixture(z, GaussianARD, theta, 1)


def poisson(prior, z, k):
    p = prior.get("gamma") or {"shape": prior["natural"]["pseudo_observations"], "rate": prior["natural"]["pseudo_count"]}
    rates = Gamma(column(p["shape"]), column(p["rate"]), plates=(len(p["shape"]), k))
    return rates, Mixture(z, Poisson, rates)


def categorical(prior, z, k):
    """A pair of nodes for each variable."""
    p = prior["dirichlet"]["concentration"] if "dirichlet" in prior else prior["natural"]["pseudo_observations"]
    probabilities = [Dirichlet(concentration, plates=(k,)) for concentration in p]
    return probabilities, [Mixture(z, Categorical, each) for each in probabilities]


def model(case):
    """The nodes of weights, labels and component parameters, and of the data, which are observed."""
    family, prior, x = case["model"]["family"], case["prior"], np.asarray(case["data"]["observations"])
    if family != "gaussian" and (x == np.floor(x)).all():
        x = x.astype(int)  # counts and levels must be of an integer type
    responsibilities = np.asarray(case["responsibilities"])
    k = responsibilities.shape[-1]
    weights = Dirichlet(prior["weights"]["dirichlet"])
    if (family, case["model"].get("covariance")) in PER_DIMENSION:
        responsibilities = responsibilities[:, None]
    z = Categorical(weights, plates=responsibilities.shape[:-1])
    z.initialize_from_parameters(responsibilities)
    if family == "categorical":
        parameters, data = categorical(prior["components"], z, k)
        for node, column in zip(data, x.T, strict=True):
            node.observe(column)
        return weights, z, parameters, data
    if family == "poisson":
        theta, data = poisson(prior["components"], z, k)
    else:
        theta, data = gaussian(case["model"]["covariance"], prior["components"], z, k)
    data.observe(x)
    return weights, z, [theta], [data]


def variational(case):
    weights, z, parameters, data = model(case)
    inference = VB(weights, z, *parameters, *data)
    inference.ignore_bound_checks = True
    inference.update(weights, *parameters, verbose=False)
    for _ in range(case["iterations"]):
        inference.update(z, weights, *parameters, verbose=False)
    return {"elbo": inference.L[: case["iterations"] + 1], "responsibilities": z.get_moments()[0].reshape(-1, z.dims[0][0])}


def run(case):
    if case["operation"] != "variational":
        raise Unsupported(f"no operation {case['operation']}: variational inference alone")
    if case.get("prior", {}).keys() != {"weights", "components"}:
        raise Unsupported("maximum likelihood: every parameter has a prior here")
    if case["model"].get("covariance") == "tied":
        raise Unsupported("no covariance that components share")
    with refusals(ValueError), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return variational(case)


serve(
    describe={
        "name": "BayesPy",
        "version": bayespy.__version__,
        "language": "Python",
        "precision": "binary64",
        "operations": {"variational": FAMILIES},
        "priors": True,
        "observation_weights": False,
    },
    run=run,
)
