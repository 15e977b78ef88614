"""BayesianGaussianMixture, for `variational`."""

import numpy as np
from sklearn.mixture import BayesianGaussianMixture

from em_protocol import Unsupported, refusals

TINY = np.finfo(float).tiny


class FromResponsibilities(BayesianGaussianMixture):
    """Starts at given responsibilities: there is no argument for that, `_initialize` takes them."""

    def _initialize_parameters(self, X, random_state, xp=None):
        self._initialize(X, self.responsibilities)


def priors(case):
    """The arguments of the prior. scikit-learn's Wishart of the precision with `covariance_prior` Ψ and `degrees_of_freedom_prior` ν
    is the inverse Wishart IW(ν, Ψ) of the covariance, and for one variance IG(ν/2, Ψ/2)."""
    prior, structure = case.get("prior") or {}, case["model"]["covariance"]
    alpha = (prior.get("weights") or {}).get("dirichlet")
    components = prior.get("components")
    if alpha is None or components is None:
        raise Unsupported("a mixture without a prior of its weights and components cannot be asked for")
    if len(set(alpha)) != 1:
        raise Unsupported("the Dirichlet prior has one concentration for all components")
    if structure == "full" and "normal_inverse_wishart" in components:
        p = components["normal_inverse_wishart"]
        scale, freedom = p["scale"], p["degrees_of_freedom"]
    elif structure in ("diagonal", "spherical") and "normal_inverse_gamma" in components:
        # One variance of D dimensions gains D N_k / 2 in shape; scikit-learn's gains N_k degrees of freedom, so it holds the D-th part.
        p = components["normal_inverse_gamma"]
        shared = len(p["mean"]) if structure == "spherical" else 1
        scale, freedom = 2 * np.asarray(p["scale"], dtype=float) / shared, 2 * p["shape"] / shared
    else:
        raise Unsupported(f"no variational mixture of {structure} covariances with this prior")
    return {
        "weight_concentration_prior_type": "dirichlet_distribution",
        "weight_concentration_prior": alpha[0],
        "mean_prior": p["mean"],
        "mean_precision_prior": p["mean_precision"],
        "degrees_of_freedom_prior": freedom,
        "covariance_prior": scale if np.ndim(scale) else float(scale),
    }


def fitted(case, x, responsibilities, steps):
    kind = {"diagonal": "diag"}.get(case["model"]["covariance"], case["model"]["covariance"])
    model = FromResponsibilities(
        n_components=responsibilities.shape[1], covariance_type=kind, tol=0.0, reg_covar=0.0, max_iter=steps, **priors(case)
    )
    model.responsibilities = responsibilities
    return model.fit(x)


def run(case):
    """ELBO and responsibilities. `fit` of t steps leaves q after t; its `predict_proba` is the E-step of t + 1."""
    if case["model"]["family"] != "gaussian":
        raise Unsupported(f"no {case['model']['family']} mixture")
    if "weights" in case["data"]:
        raise Unsupported("no observation weights")
    priors(case)
    steps = case["iterations"]
    with refusals(ValueError):
        x = np.asarray(case["data"]["observations"], dtype=float)
        responsibilities = np.asarray(case["responsibilities"], dtype=float)
        if 0 < len(x) < max(2, responsibilities.shape[1]):
            raise Unsupported("fit needs two rows, and as many as there are components")
        start = fitted(case, x, responsibilities, 0)
        # The bound of step 0, by the function that computes those of `lower_bounds_`. It multiplies r by log r: 0 stands for the least positive.
        elbo = [start._compute_lower_bound(np.log(np.maximum(responsibilities, TINY)), None)]
        if steps == 0:
            return {"elbo": elbo, "responsibilities": responsibilities}
        elbo += fitted(case, x, responsibilities, steps).lower_bounds_
        before = start if steps == 1 else fitted(case, x, responsibilities, steps - 1)
        return {"elbo": elbo, "responsibilities": before.predict_proba(x)}
