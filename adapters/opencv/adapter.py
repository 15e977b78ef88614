"""OpenCV's `ml::EM` behind the adapter protocol; README.md says how each question is put."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "common" / "python"))
from em_protocol import Rejected, Unsupported, refusals, serve  # noqa: E402  (first: it guards standard output)

import cv2  # noqa: E402
import numpy as np  # noqa: E402

from model import COVARIANCE_TYPES, loaded, matrices, trained, written  # noqa: E402

# `read` takes the covariances of these as full ones, for which there is no training.
STORED = {**{structure: structure for structure in COVARIANCE_TYPES}, "identity": "spherical", "tied": "full"}


def posed(case):
    """The structure, and the table."""
    model = case["model"]
    if model["family"] != "gaussian":
        raise Unsupported(f"no {model['family']} mixture")
    if case["operation"] != "evaluate" and model["covariance"] not in COVARIANCE_TYPES:
        raise Unsupported(f"no training of {model['covariance']} covariances")
    if case.get("prior"):
        raise Unsupported("no priors")
    if "weights" in case["data"]:
        raise Unsupported("no observation weights")
    with refusals(ValueError):
        return model["covariance"], np.asarray(case["data"]["observations"], dtype=float)


def at(structure, parameters, d):
    with refusals(cv2.error, ValueError):
        means = [component["mean"] for component in parameters["components"]]
        return loaded(STORED[structure], parameters["weights"], means, matrices(structure, parameters, d))


def width(x):
    return x.shape[1] if x.ndim == 2 else 0


def e_step(model, x):
    """Log likelihood and posterior probabilities of every row."""
    with refusals(cv2.error):
        answers = [model.predict2(row[None, :]) for row in x]
    return [answer[0][0] for answer in answers], [answer[1][0] for answer in answers]


def evaluate(case):
    structure, x = posed(case)
    parameters, d = case["parameters"], width(x)
    terms, posteriors = e_step(at(structure, parameters, d), x)
    densities = []
    for component in parameters["components"]:  # a component alone, of weight 1
        alone = {**parameters, "weights": [1.0], "components": [component]}
        densities.append(e_step(at(structure, alone, d), x)[0])
    evidence = np.sum(terms)
    return {
        "log_densities": np.transpose(densities),
        "log_evidence_terms": terms,
        "log_evidence": evidence,
        "log_joint": evidence,
        "responsibilities": posteriors,
    }


def maximize(case):
    structure, x = posed(case)
    with refusals(ValueError):
        responsibilities = np.asarray(case["responsibilities"], dtype=float)
    refuse_few_rows(x, responsibilities.shape[1])
    return {"parameters": written(structure, train(structure, x, responsibilities, 1)[0])}


def refuse_few_rows(x, components):
    """`trainM` takes no table of fewer rows. No rows at all is bad input, and goes on to be judged there."""
    if 0 < len(x) < components:
        raise Unsupported("training needs as many rows as there are components")


def train(structure, x, responsibilities, iterations, epsilon=None):
    with refusals(cv2.error):
        model, *outputs = trained(structure, x, responsibilities, iterations, epsilon)
        if not model.isTrained():
            raise Rejected("trainM returned false")
        return model, *outputs


def start(structure, x, initial):
    """Log likelihoods of the rows and posterior probabilities at the start: training begins with the M-step of these."""
    refuse_few_rows(x, len(initial["components"]))
    model = at(structure, initial, width(x))
    terms, posteriors = e_step(model, x)
    return model, terms, np.asarray(posteriors, dtype=float).reshape(len(x), len(initial["components"]))


def trajectory(case):
    """An iteration a call, each from the posterior probabilities that the one before returned.

    Within a call of many iterations `ml::EM` stops as soon as the log likelihood is lower by more than DBL_EPSILON, and so by rounding.
    """
    structure, x = posed(case)
    model, terms, posteriors = start(structure, x, case["initial"])
    evidence, parameters = [np.sum(terms)], {}
    if 0 in case["record"]:
        parameters[0] = written(structure, model)
    for t in range(1, case["iterations"] + 1):
        model, terms, posteriors = train(structure, x, posteriors, 1)
        evidence.append(np.sum(terms))
        if t in case["record"]:
            parameters[t] = written(structure, model)
    return {"log_evidence": evidence, "log_joint": evidence, "parameters": parameters}


def fit(case):
    """The relative tolerance is `epsilon`; how many iterations were done is not told."""
    structure, x = posed(case)
    _, _, posteriors = start(structure, x, case["initial"])
    model, terms, _ = train(structure, x, posteriors, case["max_iterations"], case["tolerance"])
    evidence = np.sum(terms)
    return {"parameters": written(structure, model), "log_evidence": evidence, "log_joint": evidence}


OPERATIONS = {"evaluate": evaluate, "maximize": maximize, "trajectory": trajectory, "fit": fit}


def run(case):
    if case["operation"] not in OPERATIONS:
        raise Unsupported(f"nothing answers the operation {case['operation']}")
    return OPERATIONS[case["operation"]](case)


def bench(case):
    """`trainM` of as many iterations, from posterior probabilities that were computed before."""
    if case["operation"] != "trajectory":
        raise Unsupported("only trajectories are timed")
    structure, x = posed(case)
    _, _, posteriors = start(structure, x, case["initial"])
    return lambda: trained(structure, x, posteriors, case["iterations"])


if __name__ == "__main__":
    TRAINED = list(COVARIANCE_TYPES)
    serve(
        describe={
            "name": "OpenCV",
            "version": cv2.__version__,
            "language": "C++",
            "precision": "binary64",
            "operations": {
                "evaluate": {"gaussian": list(STORED)},
                **{operation: {"gaussian": TRAINED} for operation in ("maximize", "trajectory", "fit")},
            },
            "priors": False,
            "observation_weights": False,
        },
        run=run,
        bench=bench,
    )
