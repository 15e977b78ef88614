"""scikit-learn's mixtures behind the adapter protocol; README.md says how each question is put."""

import pathlib
import sys
import warnings

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "common" / "python"))
from em_protocol import Unsupported, refusals, serve  # noqa: E402  (first: it guards standard output)

import numpy as np  # noqa: E402
import sklearn  # noqa: E402
from sklearn.exceptions import ConvergenceWarning  # noqa: E402
from sklearn.mixture import GaussianMixture  # noqa: E402

import precisions  # noqa: E402
import variational  # noqa: E402

TYPES = {"spherical": "spherical", "diagonal": "diag", "full": "full", "tied": "tied"}
STRUCTURES = list(TYPES)
# The least positive double: `abs(change) < tol` is then `change == 0`, the rule of a tolerance of 0.
NO_CHANGE = np.nextafter(0.0, 1.0)


def covariance_type(case):
    model = case["model"]
    if model["family"] != "gaussian":
        raise Unsupported(f"no {model['family']} mixture")
    if model["covariance"] == "identity":
        if case["operation"] == "evaluate":
            return "spherical"  # of variance 1, which `evaluate` leaves as it is
        raise Unsupported("no mixture whose covariances are known")
    return TYPES[model["covariance"]]


def observations(case):
    """The table; rows of different length are refused by NumPy as scikit-learn's own conversion refuses them."""
    with refusals(ValueError):
        return np.asarray(case["data"]["observations"], dtype=float)


def covariances(case, parameters):
    """The covariances as scikit-learn shapes them."""
    if case["model"]["covariance"] == "identity":
        return [1.0] * len(parameters["components"])
    if case["model"]["covariance"] == "tied":
        return parameters["covariance"]
    return [component["covariance"] for component in parameters["components"]]


def mixture(case, parameters, **options):
    """A GaussianMixture that starts at these parameters, regularisation off and without a rule for stopping."""
    kind = covariance_type(case)
    return GaussianMixture(
        n_components=len(parameters["components"]),
        covariance_type=kind,
        reg_covar=0.0,
        weights_init=parameters["weights"],
        means_init=[component["mean"] for component in parameters["components"]],
        precisions_init=precisions.of(covariances(case, parameters), kind),
        **{"tol": 0.0, **options},
    )


def written(model, covariances_):
    parameters = {"weights": model.weights_, "components": [{"mean": mean} for mean in model.means_]}
    if model.covariance_type == "tied":
        return {**parameters, "covariance": covariances_}
    for component, covariance in zip(parameters["components"], covariances_):
        component["covariance"] = covariance
    return parameters


def at(case, parameters, d):
    """A fitted model at exactly these parameters.

    `max_iter=0` sets them, and checks them, on any table of the right shape. It then reads `covariances_`, which scikit-learn
    1.9.1 does not set where precisions are given (an AttributeError), so they are there beforehand.
    """
    model = mixture(case, parameters, max_iter=0)
    model.covariances_ = covariances(case, parameters)
    with refusals(ValueError):
        return model.fit(np.zeros((max(2, model.n_components), d)))


def refuse_features(case):
    if case.get("prior"):
        raise Unsupported("no priors")
    if "weights" in case["data"]:
        raise Unsupported("no observation weights")


def refuse_few_rows(x, initial):
    """`fit` takes no table of fewer rows, however it is started. No rows at all is bad input, and goes on to be judged there."""
    if 0 < len(x) < max(2, len(initial["components"])):
        raise Unsupported("fit needs two rows, and as many as there are components")


def evaluate(case):
    covariance_type(case)
    refuse_features(case)
    x = observations(case)
    model = at(case, case["parameters"], x.shape[1] if x.ndim == 2 else 1)
    with refusals(ValueError):
        evidence = len(x) * model.score(x)
        return {
            "log_densities": model._estimate_log_prob(x),
            "log_evidence_terms": model.score_samples(x),
            "log_evidence": evidence,
            "log_joint": evidence,
            "responsibilities": model.predict_proba(x),
        }


def maximize(case):
    kind = covariance_type(case)
    refuse_features(case)
    x = observations(case)
    with refusals(ValueError), np.errstate(divide="ignore"):
        responsibilities = np.asarray(case["responsibilities"], dtype=float)
        model = GaussianMixture(n_components=responsibilities.shape[1], covariance_type=kind, reg_covar=0.0)
        model._m_step(x, np.log(responsibilities))
    return {"parameters": written(model, model.covariances_)}


def trajectory(case):
    """Afresh from the start for every recorded iteration; the trace is that of the longest run."""
    covariance_type(case)
    refuse_features(case)
    x, initial, last = observations(case), case["initial"], case["iterations"]
    refuse_few_rows(x, initial)
    parameters = {}
    with refusals(ValueError):
        model = mixture(case, initial, max_iter=last).fit(x)
        evidence = [len(x) * bound for bound in model.lower_bounds_] + [len(x) * model.score(x)]
        for t in case["record"]:
            if t == 0:
                start = at(case, initial, x.shape[1])
                parameters[t] = written(start, start.covariances_)
            else:
                run = model if t == last else mixture(case, initial, max_iter=t).fit(x)
                parameters[t] = written(run, run.covariances_)
    return {"log_evidence": evidence, "log_joint": evidence, "parameters": parameters}


def fit(case):
    covariance_type(case)
    refuse_features(case)
    if case["tolerance"] != 0:
        raise Unsupported("its tolerance is on the absolute change of the mean log likelihood, not on a relative one")
    x = observations(case)
    refuse_few_rows(x, case["initial"])
    with refusals(ValueError):
        model = mixture(case, case["initial"], max_iter=case["max_iterations"], tol=NO_CHANGE).fit(x)
        evidence = len(x) * model.score(x)
    return {
        "parameters": written(model, model.covariances_),
        "log_evidence": evidence,
        "log_joint": evidence,
        "iterations": model.n_iter_,
        "converged": model.converged_,
    }


OPERATIONS = {"evaluate": evaluate, "maximize": maximize, "trajectory": trajectory, "fit": fit, "variational": variational.run}


def run(case):
    if case["operation"] not in OPERATIONS:
        raise Unsupported(f"nothing answers the operation {case['operation']}")
    return OPERATIONS[case["operation"]](case)


def bench(case):
    """`fit` of as many iterations, which also checks the table and ends with one E-step more."""
    if case["operation"] != "trajectory":
        raise Unsupported("only trajectories are timed")
    refuse_features(case)
    x = observations(case)
    model = mixture(case, case["initial"], max_iter=case["iterations"])
    return lambda: model.fit(x)


if __name__ == "__main__":
    warnings.filterwarnings("ignore", category=ConvergenceWarning)
    warnings.filterwarnings("ignore", category=RuntimeWarning)
    serve(
        describe={
            "name": "scikit-learn",
            "version": sklearn.__version__,
            "language": "Python",
            "precision": "binary64",
            "operations": {
                "evaluate": {"gaussian": ["identity", *STRUCTURES]},
                **{operation: {"gaussian": STRUCTURES} for operation in ("maximize", "trajectory", "fit")},
                "variational": {"gaussian": ["spherical", "diagonal", "full"]},
            },
            "priors": False,
            "observation_weights": False,
        },
        run=run,
        bench=bench,
    )
