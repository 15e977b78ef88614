"""oneDAL's `em_gmm` behind the adapter protocol; README.md says how each question is put."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "common" / "python"))
from em_protocol import Unsupported, refusals, serve  # noqa: E402  (first: it guards standard output)

import importlib.metadata  # noqa: E402

import daal4py  # noqa: E402
import numpy as np  # noqa: E402

# How covariances are stored; those that are not trained are stored as a wider kind, for `evaluate`.
STORAGE = {"identity": "diagonal", "spherical": "diagonal", "diagonal": "diagonal", "full": "full", "tied": "full"}
TRAINED = ["diagonal", "full"]


class State:
    """Parameters as `em_gmm` takes and returns them: weights 1 x K, means K x D, covariances a table for each component."""

    def __init__(self, storage, weights, means, covariances):
        self.storage, self.weights, self.means, self.covariances = storage, weights, means, covariances

    def iterated(self, x, iterations, threshold=0.0):
        """What `em_gmm` returns. Its goal function is the log likelihood at the beginning of the last iteration."""
        with refusals(RuntimeError, ValueError):
            return daal4py.em_gmm(
                nComponents=self.weights.shape[1],
                maxIterations=iterations,
                accuracyThreshold=threshold,
                regularizationFactor=0.0,
                covarianceStorage=self.storage,
            ).compute(x, self.weights, self.means, self.covariances)

    def after(self, result):
        return State(self.storage, result.weights, result.means, [np.asarray(c) for c in result.covariances])

    def written(self):
        components = [{"mean": mean} for mean in self.means]
        for component, covariance in zip(components, self.covariances):
            component["covariance"] = covariance[0] if self.storage == "diagonal" else covariance
        return {"weights": self.weights[0], "components": components}


def posed(case):
    """The table."""
    model = case["model"]
    if model["family"] != "gaussian":
        raise Unsupported(f"no {model['family']} mixture")
    if case["operation"] != "evaluate" and model["covariance"] not in TRAINED:
        raise Unsupported(f"no training of {model['covariance']} covariances")
    if case.get("prior"):
        raise Unsupported("no priors")
    if "weights" in case["data"]:
        raise Unsupported("no observation weights")
    with refusals(ValueError):
        return np.asarray(case["data"]["observations"], dtype=float)


def given(structure, parameters, d):
    """The state of these parameters."""
    with refusals(ValueError):
        means = np.asarray([component["mean"] for component in parameters["components"]], dtype=float)
        weights = np.asarray([parameters["weights"]], dtype=float)
        tables = [np.asarray(c, dtype=float) for c in covariances(structure, parameters, d)]
    storage = STORAGE[structure]
    return State(storage, weights, means, [table[None, :] for table in tables] if storage == "diagonal" else tables)


def covariances(structure, parameters, d):
    components = parameters["components"]
    if structure == "tied":
        return [parameters["covariance"]] * len(components)
    if structure == "identity":
        return [np.ones(d)] * len(components)
    if structure == "spherical":
        return [np.full(d, component["covariance"]) for component in components]
    return [component["covariance"] for component in components]


def evaluate(case):
    """One iteration from the parameters tells their log likelihood. Of one row alone it also tells, as new weights, its responsibilities."""
    x, structure, parameters = posed(case), case["model"]["covariance"], case["parameters"]
    d = x.shape[1] if x.ndim == 2 else 0
    state = given(structure, parameters, d)
    alone = [given(structure, {**parameters, "weights": [1.0], "components": [c]}, d) for c in parameters["components"]]
    evidence = goal(state.iterated(x, 1))
    rows = [state.iterated(row[None, :], 1) for row in x]
    return {
        "log_densities": [[goal(component.iterated(row[None, :], 1)) for component in alone] for row in x],
        "log_evidence_terms": [goal(row) for row in rows],
        "log_evidence": evidence,
        "log_joint": evidence,
        "responsibilities": [row.weights[0] for row in rows],
    }


def goal(result):
    return result.goalFunction[0, 0]


def trajectory(case):
    """An iteration a call, each from where the one before arrived: within a call `em_gmm` stops as soon as the log likelihood does not rise."""
    x = posed(case)
    state = given(case["model"]["covariance"], case["initial"], x.shape[1] if x.ndim == 2 else 0)
    evidence, parameters = [], {}
    for t in range(case["iterations"] + 1):
        if t in case["record"]:
            parameters[t] = state.written()
        result = state.iterated(x, 1)
        evidence.append(goal(result))
        state = state.after(result)
    return {"log_evidence": evidence, "log_joint": evidence, "parameters": parameters}


def fit(case):
    if case["tolerance"] != 0:
        raise Unsupported("its threshold is on the change of the log likelihood, not on a relative one")
    x = posed(case)
    state = given(case["model"]["covariance"], case["initial"], x.shape[1] if x.ndim == 2 else 0)
    result = state.iterated(x, case["max_iterations"])
    end = state.after(result)
    evidence = goal(end.iterated(x, 1))
    iterations = int(result.nIterations[0, 0])
    return {"parameters": end.written(), "log_evidence": evidence, "log_joint": evidence, "iterations": iterations}


OPERATIONS = {"evaluate": evaluate, "trajectory": trajectory, "fit": fit}


def run(case):
    if case["operation"] not in OPERATIONS:
        raise Unsupported(f"nothing answers the operation {case['operation']}")
    return OPERATIONS[case["operation"]](case)


def bench(case):
    """One call of as many iterations."""
    if case["operation"] != "trajectory":
        raise Unsupported("only trajectories are timed")
    x = posed(case)
    state = given(case["model"]["covariance"], case["initial"], x.shape[1])
    return lambda: state.iterated(x, case["iterations"])


if __name__ == "__main__":
    serve(
        describe={
            "name": "oneDAL",
            "version": importlib.metadata.version("daal"),
            "language": "C++",
            "precision": "binary64",
            "operations": {"evaluate": {"gaussian": list(STORAGE)}, "trajectory": {"gaussian": TRAINED}, "fit": {"gaussian": TRAINED}},
            "priors": False,
            "observation_weights": False,
        },
        run=run,
        bench=bench,
    )
