"""hmmlearn behind the adapter protocol; README.md says how each question is put."""

import pathlib
import sys
import warnings

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "common" / "python"))
from em_protocol import Unsupported, refusals, serve  # noqa: E402  (first: it guards standard output)

import logging  # noqa: E402

import hmmlearn  # noqa: E402
import numpy as np  # noqa: E402

from gaussian import TYPES, Gaussian  # noqa: E402
from sequences import Categorical, Poisson  # noqa: E402

FAMILIES = {"gaussian": Gaussian, "poisson": Poisson, "categorical": Categorical}
# The rule is `change < tol`: nothing is less than -inf, so that exactly n_iter iterations are done.
NO_RULE = -np.inf


def posed(case):
    """The family, and the table."""
    if "weights" in case["data"]:
        raise Unsupported("no observation weights")
    with refusals(ValueError):
        family = FAMILIES[case["model"]["family"]](case)
        return family, family.table(case["data"]["observations"])


def with_joint(case, result, key="log_evidence"):
    """The log joint is the log evidence where there is no prior; hmmlearn does not compute the density of one."""
    return result if case.get("prior") else {**result, "log_joint": result[key]}


def evaluate(case):
    family, x = posed(case)
    with refusals(ValueError):
        model = family.model(case["parameters"])
        evidence, posteriors = model.score_samples(x, family.lengths(x))
        result = {
            "log_densities": family.log_densities(model, x),
            "log_evidence_terms": [model.score(row[None, :]) for row in x],
            "log_evidence": evidence,
        }
    if family.reports_responsibilities:
        result["responsibilities"] = posteriors
    return with_joint(case, result)


def trajectory(case):
    """Afresh from the start for every recorded iteration; the trace is that of the longest run."""
    family, x = posed(case)
    last, lengths, parameters = case["iterations"], family.lengths(x), {}
    with refusals(ValueError):
        model = family.model(case["initial"], n_iter=last, tol=NO_RULE).fit(x, lengths)
        evidence = [*model.monitor_.history, model.score(x, lengths)]
        for t in case["record"]:
            run = model if t == last else family.model(case["initial"], n_iter=t, tol=NO_RULE).fit(x, lengths)
            parameters[t] = family.written(run)
    return with_joint(case, {"log_evidence": evidence, "parameters": parameters})


def fit(case):
    if case["tolerance"] != 0:
        raise Unsupported("its tolerance is on the change of the log likelihood, not on a relative one")
    family, x = posed(case)
    lengths = family.lengths(x)
    # What the rule watches is the log evidence, which may fall where there is a prior.
    tolerance = NO_RULE if case.get("prior") else 0.0
    with refusals(ValueError):
        model = family.model(case["initial"], n_iter=case["max_iterations"], tol=tolerance).fit(x, lengths)
        result = {
            "parameters": family.written(model),
            "log_evidence": model.score(x, lengths),
            "iterations": model.monitor_.iter,
        }
    return with_joint(case, result)


OPERATIONS = {"evaluate": evaluate, "trajectory": trajectory, "fit": fit}


def run(case):
    if case["operation"] == "variational":
        raise Unsupported("VariationalGaussianHMM tells neither the ELBO after a step nor its responsibilities")
    if case["operation"] not in OPERATIONS:
        raise Unsupported(f"nothing answers the operation {case['operation']}")
    return OPERATIONS[case["operation"]](case)


def bench(case):
    """`fit` of as many iterations; it begins with a K-means whose result is not used."""
    if case["operation"] != "trajectory":
        raise Unsupported("only trajectories are timed")
    family, x = posed(case)
    model = family.model(case["initial"], n_iter=case["iterations"], tol=NO_RULE)
    lengths = family.lengths(x)
    return lambda: model.fit(x, lengths)


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    logging.getLogger("hmmlearn").setLevel(logging.CRITICAL)
    ALL = {"gaussian": list(TYPES), "poisson": True, "categorical": True}
    serve(
        describe={
            "name": "hmmlearn",
            "version": hmmlearn.__version__,
            "language": "Python",
            "precision": "binary64",
            "operations": {operation: ALL for operation in OPERATIONS},
            "priors": True,
            "observation_weights": False,
        },
        run=run,
        bench=bench,
    )
