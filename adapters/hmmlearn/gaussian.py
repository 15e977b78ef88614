"""Gaussian mixtures: GMMHMM of one state, whose emission is a mixture."""

import numpy as np
from hmmlearn.hmm import GMMHMM
from hmmlearn.stats import log_multivariate_normal_density

from em_protocol import Unsupported

TYPES = {"identity": "spherical", "spherical": "spherical", "diagonal": "diag", "full": "full", "tied": "tied"}
PRIORS = {"full": "normal_inverse_wishart", "tied": "normal_inverse_wishart", "diagonal": "normal_inverse_gamma", "spherical": "normal_inverse_gamma"}


class Gaussian:
    reports_responsibilities = False  # those of a mixture within a state are not public

    def __init__(self, case):
        self.structure = case["model"]["covariance"]
        self.options = priors(self.structure, case.get("prior") or {})

    def table(self, observations):
        return np.asarray(observations, dtype=float)

    def model(self, parameters, **options):
        """A GMMHMM that starts here. Known covariances are unit variances that are left out of `params`."""
        components = parameters["components"]
        model = GMMHMM(
            n_components=1,
            n_mix=len(components),
            covariance_type=TYPES[self.structure],
            init_params="",
            params="mw" if self.structure == "identity" else "mcw",
            **self.options,
            **options,
        )
        model.startprob_, model.transmat_ = np.ones(1), np.ones((1, 1))
        model.weights_ = np.asarray([parameters["weights"]], dtype=float)
        model.means_ = np.asarray([[component["mean"] for component in components]], dtype=float)
        model.covars_ = np.asarray([self.covariances(parameters)], dtype=float)
        return model

    def covariances(self, parameters):
        if self.structure == "identity":
            return [1.0] * len(parameters["components"])
        if self.structure == "tied":
            return parameters["covariance"]
        return [component["covariance"] for component in parameters["components"]]

    def lengths(self, x):
        return None

    def log_densities(self, model, x):
        covariances = model.covars_[0]
        return log_multivariate_normal_density(x, model.means_[0], covariances, model.covariance_type)

    def written(self, model):
        parameters = {"weights": model.weights_[0], "components": [{"mean": mean} for mean in model.means_[0]]}
        if self.structure == "tied":
            return {**parameters, "covariance": model.covars_[0]}
        if self.structure != "identity":
            for component, covariance in zip(parameters["components"], model.covars_[0]):
                component["covariance"] = covariance
        return parameters


def priors(structure, prior):
    """The arguments of the prior: Dirichlet, normal, and inverse Wishart (ν, Ψ) or inverse gamma (a, b)."""
    options = {}
    if "weights" in prior:
        options["weights_prior"] = np.asarray(prior["weights"]["dirichlet"], dtype=float)
    if "components" not in prior:
        return options
    name = "normal" if structure == "identity" else PRIORS[structure]
    if name not in prior["components"]:
        raise Unsupported(f"no such prior of {structure} covariances")
    p = prior["components"][name]
    options["means_prior"] = np.asarray(p["mean"], dtype=float)
    options["means_weight"] = p["precision" if name == "normal" else "mean_precision"]
    if name == "normal_inverse_wishart":
        options["covars_prior"], options["covars_weight"] = np.asarray(p["scale"], dtype=float), p["degrees_of_freedom"]
    elif name == "normal_inverse_gamma":
        # The shape is `covars_prior` and the scale `covars_weight`, by the M-step.
        options["covars_prior"], options["covars_weight"] = p["shape"], np.asarray(p["scale"], dtype=float)
    return options
