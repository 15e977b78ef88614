"""StepMix behind the adapter protocol; README.md says how each question is put."""

import pathlib
import sys
import warnings

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "common" / "python"))
from em_protocol import Unsupported, refusals, serve  # noqa: E402  (first: it guards standard output)

import importlib.metadata  # noqa: E402

import numpy as np  # noqa: E402
from sklearn.exceptions import ConvergenceWarning  # noqa: E402
from stepmix.stepmix import StepMix  # noqa: E402

from parameters import MEASUREMENTS, given, measurement, written  # noqa: E402

# The least positive double: `abs(change) < abs_tol` is then `change == 0`, the rule of a tolerance of 0.
NO_CHANGE = np.nextafter(0.0, 1.0)


class From(StepMix):
    """Starts where it is told: `fit` draws its start at random in `_initialize_parameters`, and has no argument for it."""

    def _initialize_parameters(self, X, random_state):
        self.set_parameters(self.start)


def table(case):
    """Observations and weights; what is not an array of numbers is refused by NumPy as StepMix's own conversion refuses it."""
    if case.get("prior"):
        raise Unsupported("no priors")
    with refusals(ValueError):
        x = np.asarray(case["data"]["observations"], dtype=float)
        weights = case["data"].get("weights")
        return x, None if weights is None else np.asarray(weights, dtype=float)


def refuse_few_rows(x, components):
    """`fit` takes no table of fewer rows, however it is started. No rows at all is bad input, and goes on to be judged there."""
    if 0 < len(x) < components:
        raise Unsupported("fit needs as many rows as there are components")


def empty_model(case, components, **options):
    name, params = measurement(case["model"])
    options = {"abs_tol": 0.0, "rel_tol": 0.0, **options}
    return From(n_components=components, measurement=name, measurement_params=params, n_init=1, progress_bar=0, **options)


def at(case, parameters):
    """A model at these parameters, by the public `set_parameters`.

    Without what `fit` begins with, `_check_initial_parameters`, StepMix 3.0.0 ends in an AttributeError when it is asked for a score.
    """
    model = empty_model(case, len(parameters["components"]))
    model._check_initial_parameters(None)
    model.set_parameters(given(case["model"], parameters))
    return model


def after(case, start, t, x, w, **options):
    """A model after t iterations from a start, which is what `get_parameters` returns."""
    model = empty_model(case, len(start["weights"]), max_iter=t, **options)
    model.start = start
    return model.fit(x, sample_weight=w)


def total(x, w):
    return len(x) if w is None else w.sum()


def log_evidence(model, x, w):
    """`score` is the weighted mean."""
    return model.score(x, sample_weight=w) * total(x, w)


def evaluate(case):
    x, w = table(case)
    with refusals(ValueError):
        model = at(case, case["parameters"])
        evidence = log_evidence(model, x, w)
        return {
            "log_densities": model._mm.log_likelihood(x),
            "log_evidence_terms": [model.score(row[None, :]) for row in x],
            "log_evidence": evidence,
            "log_joint": evidence,
            "responsibilities": model.predict_proba_class(x),
        }


def maximize(case):
    x, w = table(case)
    with refusals(ValueError):
        responsibilities = np.asarray(case["responsibilities"], dtype=float)
        model = empty_model(case, responsibilities.shape[1])
        model._initialize_parameters_measurement(x, 0, init_emission=False)
        model._m_step(x, responsibilities, sample_weight=w)
        found = {"weights": model.weights_, "measurement": model._mm.get_parameters()}
    return {"parameters": written(case["model"], found)}


def trajectory(case):
    """An iteration a call, each from where the one before arrived. `lower_bound_` is the weighted mean log likelihood before the M-step."""
    x, w = table(case)
    with refusals(ValueError):
        start = given(case["model"], case["initial"])
    refuse_few_rows(x, len(start["weights"]))
    evidence, parameters = [], {}
    with refusals(ValueError):
        for t in range(case["iterations"]):
            if t in case["record"]:
                parameters[t] = written(case["model"], start)
            model = after(case, start, 1, x, w)
            evidence.append(model.lower_bound_ * total(x, w))
            start = model.get_parameters()
        model = at(case, case["initial"]) if case["iterations"] == 0 else model
        evidence.append(log_evidence(model, x, w))
        if case["iterations"] in case["record"]:
            parameters[case["iterations"]] = written(case["model"], model.get_parameters())
    return {"log_evidence": evidence, "log_joint": evidence, "parameters": parameters}


def fit(case):
    if case["tolerance"] != 0:
        raise Unsupported("its rule compares the two iterations before the last one, and not the last two")
    x, w = table(case)
    with refusals(ValueError):
        start = given(case["model"], case["initial"])
    refuse_few_rows(x, len(start["weights"]))
    with refusals(ValueError):
        model = after(case, start, case["max_iterations"], x, w, abs_tol=NO_CHANGE)
        evidence = log_evidence(model, x, w)
        return {
            "parameters": written(case["model"], model.get_parameters()),
            "log_evidence": evidence,
            "log_joint": evidence,
            "iterations": model.n_iter_,
            "converged": model.converged_,
        }


OPERATIONS = {"evaluate": evaluate, "maximize": maximize, "trajectory": trajectory, "fit": fit}


def run(case):
    if case["operation"] not in OPERATIONS:
        raise Unsupported(f"nothing answers the operation {case['operation']}")
    return OPERATIONS[case["operation"]](case)


def bench(case):
    """`fit` of as many iterations, which also checks the table and ends with one E-step more."""
    if case["operation"] != "trajectory":
        raise Unsupported("only trajectories are timed")
    x, w = table(case)
    model = empty_model(case, len(case["initial"]["components"]), max_iter=case["iterations"])
    model.start = given(case["model"], case["initial"])
    return lambda: model.fit(x, sample_weight=w)


if __name__ == "__main__":
    warnings.filterwarnings("ignore", category=ConvergenceWarning)
    warnings.filterwarnings("ignore", category=RuntimeWarning)
    FAMILIES = {"gaussian": list(MEASUREMENTS), "categorical": True}
    serve(
        describe={
            "name": "StepMix",
            "version": importlib.metadata.version("stepmix"),
            "language": "Python",
            "precision": "binary64",
            "operations": {operation: FAMILIES for operation in OPERATIONS},
            "priors": False,
            "observation_weights": True,
        },
        run=run,
        bench=bench,
    )
