"""Parameters of a case as StepMix's `set_parameters` and `get_parameters` have them, and back."""

import numpy as np

from em_protocol import Unsupported

MEASUREMENTS = {
    "identity": "gaussian_unit",
    "spherical": "gaussian_spherical",
    "diagonal": "gaussian_diag",
    "full": "gaussian_full",
    "tied": "gaussian_tied",
}


def measurement(model):
    """The name of the measurement model, and its parameters: guards off that have a switch."""
    if model["family"] == "categorical":
        # Every variable is stored with as many outcomes as the largest has; the surplus has probability 0.
        return "categorical", {"max_n_outcomes": max(model["levels"]), "total_outcomes": sum(model["levels"])}
    if model["family"] == "gaussian":
        return MEASUREMENTS[model["covariance"]], {} if model["covariance"] == "identity" else {"reg_covar": 0.0}
    raise Unsupported(f"no {model['family']} measurement model")


def given(model, parameters):
    """What `set_parameters` takes; `measurement_in` is the number of columns."""
    measurement(model)
    components = parameters["components"]
    if model["family"] == "categorical":
        most = max(model["levels"])
        rows = [sum(([*p, *[0.0] * (most - len(p))] for p in component["probabilities"]), []) for component in components]
        held = {"pis": np.asarray(rows, dtype=float), **measurement(model)[1]}
        columns = len(model["levels"])
    else:
        held = {"means": np.asarray([component["mean"] for component in components], dtype=float)}
        if model["covariance"] == "tied":
            held["covariances"] = np.asarray(parameters["covariance"], dtype=float)
        elif model["covariance"] != "identity":
            held["covariances"] = np.asarray([component["covariance"] for component in components], dtype=float)
        columns = held["means"].shape[1]
    return {"weights": np.asarray(parameters["weights"], dtype=float), "measurement": held, "measurement_in": columns}


def written(model, found):
    """The parameters of the format, from `get_parameters()`."""
    held = found["measurement"]
    if model["family"] == "categorical":
        pis = held["pis"].reshape(len(held["pis"]), len(model["levels"]), max(model["levels"]))
        cut = [[list(p[:count]) for p, count in zip(variables, model["levels"])] for variables in pis]
        return {"weights": found["weights"], "components": [{"probabilities": p} for p in cut]}
    components = [{"mean": mean} for mean in held["means"]]
    if model["covariance"] == "tied":
        return {"weights": found["weights"], "components": components, "covariance": held["covariances"]}
    if model["covariance"] != "identity":
        for component, covariance in zip(components, held["covariances"]):
            component["covariance"] = covariance
    return {"weights": found["weights"], "components": components}
