"""pomegranate's GeneralMixtureModel as an adapter.

README.md says which call computes which quantity. With the argument `default-dtype` PyTorch's default type stays binary32:
parameters and data are float64 all the same, and what pomegranate makes of that is one of its findings.
"""

import importlib.metadata
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "common" / "python"))
from em_protocol import Unsupported, refusals, serve

import torch
from pomegranate.distributions import Categorical, Normal, Poisson
from pomegranate.gmm import GeneralMixtureModel

torch.set_num_threads(1)
if "default-dtype" not in sys.argv:
    torch.set_default_dtype(torch.float64)

SHAPES = {"full": "full", "diagonal": "diag", "spherical": "sphere", "identity": "diag"}
FAMILIES = {"gaussian": list(SHAPES), "poisson": True, "categorical": True}


def tensor(value):
    return torch.tensor(value, dtype=torch.float64)


def normal(component, structure):
    """Spherical variances are repeated for each dimension: `Normal` refuses the one that it documents."""
    mean = tensor(component["mean"])
    covariance = tensor(component["covariance"] if structure != "identity" else 1.0)
    repeated = covariance.expand(len(mean)).clone() if covariance.ndim == 0 else covariance
    distribution = Normal(mean, repeated, covariance_type=SHAPES[structure])
    if structure == "identity":
        distribution.covs.frozen = True  # the documented way to keep one parameter
    return distribution


def categorical(component):
    """Variables with fewer levels than the largest have levels of probability 0, as is documented."""
    levels = max(map(len, component["probabilities"]))
    return Categorical(tensor([p + [0.0] * (levels - len(p)) for p in component["probabilities"]]))


def mixture(case, parameters, **options):
    model = case["model"]
    make = {
        "gaussian": lambda c: normal(c, model["covariance"]),
        "poisson": lambda c: Poisson(tensor(c["rate"])),
        "categorical": categorical,
    }[model["family"]]
    return GeneralMixtureModel([make(c) for c in parameters["components"]], priors=tensor(parameters["weights"]), **options)


def data(case):
    rows, weights = case["data"]["observations"], case["data"].get("weights")
    levels = case["model"]["family"] == "categorical" and all(float(value).is_integer() for row in rows for value in row)
    return torch.tensor(rows, dtype=torch.int64 if levels else torch.float64), None if weights is None else tensor(weights)


def written(model, case):
    """The parameters that the model holds."""
    family, structure = case["model"]["family"], case["model"].get("covariance")
    components = []
    for k, d in enumerate(model.distributions):
        if family == "poisson":
            components.append({"rate": d.lambdas.tolist()})
        elif family == "categorical":
            components.append({"probabilities": [p.tolist()[:levels] for p, levels in zip(d.probs, case["model"]["levels"])]})
        else:
            component = {"mean": d.means.tolist(), "covariance": d.covs.tolist()}
            if structure == "spherical":
                component["covariance"] = component["covariance"][0]
            if structure == "identity":
                del component["covariance"]
            components.append(component)
    return {"weights": model.priors.tolist(), "components": components}


def evaluate(case):
    x, _ = data(case)
    model = mixture(case, case["parameters"])
    terms = model.log_probability(x)
    result = {
        "log_densities": torch.stack([d.log_probability(x) for d in model.distributions], dim=1),
        "log_evidence_terms": terms,
        "log_evidence": terms.sum(),
        "log_joint": terms.sum(),
    }
    if torch.isfinite(terms).all():
        result["responsibilities"] = model.predict_proba(x)
    return result


def trajectory(case):
    """`fit` is these two calls in a loop; what `summarize` returns is the log evidence before its M-step."""
    x, weights = data(case)
    model = mixture(case, case["initial"])
    log_evidence, parameters = [], {}
    for t in range(case["iterations"] + 1):
        if t in case["record"]:
            parameters[t] = written(model, case)
        log_evidence.append(model.summarize(x, sample_weight=weights).item())
        if t < case["iterations"]:
            model.from_summaries()
    return {"log_evidence": log_evidence, "log_joint": log_evidence, "parameters": parameters}


def fit(case):
    x, weights = data(case)
    model = mixture(case, case["initial"], max_iter=case["max_iterations"], tol=case["tolerance"])
    model.fit(x, sample_weight=weights)
    result = {"parameters": written(model, case)}
    if weights is None:
        result["log_evidence"] = result["log_joint"] = model.log_probability(x).sum()
    return result


def supported(case):
    operations = {"evaluate": evaluate, "trajectory": trajectory, "fit": fit}
    if case["operation"] not in operations:
        raise Unsupported(f"no operation {case['operation']}")
    if "prior" in case:
        raise Unsupported("no priors, but for one pseudocount for all levels of all variables")
    if case["model"].get("covariance") == "tied":
        raise Unsupported("no covariance that components share")
    if case["operation"] == "evaluate" and "weights" in case["data"]:
        raise Unsupported("log_probability has no observation weights")
    return operations[case["operation"]]


def run(case):
    operation = supported(case)
    with refusals(ValueError, torch.linalg.LinAlgError):
        return operation(case)


def bench(case):
    supported(case)
    x, weights = data(case)
    model = mixture(case, case["initial"], max_iter=case["iterations"], tol=-float("inf"))
    return lambda: model.fit(x, sample_weight=weights)


serve(
    describe={
        "name": "pomegranate",
        "version": importlib.metadata.version("pomegranate"),
        "language": "Python",
        "precision": "binary64",
        "operations": {"evaluate": FAMILIES, "trajectory": FAMILIES, "fit": FAMILIES},
        "priors": False,
        "observation_weights": True,
    },
    run=run,
    bench=bench,
)
