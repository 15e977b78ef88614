"""An EM of one's own against the certified values: pytest and the files of golden/, nothing else of this project."""
import csv, json, math, pathlib
import numpy as np
import pytest

GOLDEN = pathlib.Path(__file__).parents[3] / "golden"
CASES = ["poisson/london-deaths-k2", "poisson/london-deaths-k2-slow", "poisson/mites-k3"]
LN_FACTORIAL = np.vectorize(math.lgamma, otypes=[float])

def observations(data):
    """The rows of the columns that a case names, and their weights."""
    rows = list(csv.DictReader((GOLDEN / "data" / f"{data['set']}.csv").open()))
    x = np.array([[float(row[name]) for name in data["columns"]] for row in rows])
    return x, np.array([float(row[data["weights"]]) for row in rows]) if "weights" in data else np.ones(len(x))

def em(x, w, pi, rate, iterations):
    """The EM to be checked; put your own here. Log evidence of the start and after each iteration."""
    trace = []
    for t in range(iterations + 1):
        joint = np.log(pi) + x @ np.log(rate).T - rate.sum(axis=1) - LN_FACTORIAL(x + 1).sum(axis=1)[:, None]
        evidence = np.logaddexp.reduce(joint, axis=1)
        trace.append(w @ evidence)
        weighted = w[:, None] * np.exp(joint - evidence[:, None])
        pi, rate = weighted.sum(axis=0) / w.sum(), weighted.T @ x / weighted.sum(axis=0)[:, None]
    return trace

@pytest.mark.parametrize("name", CASES)
def test_the_log_evidence_is_the_certified_one(name):
    case, certified = (json.loads((GOLDEN / kind / f"{name}.json").read_text()) for kind in ("cases", "certified"))
    x, w = observations(case["data"])
    start = case["initial"]
    rate = np.array([component["rate"] for component in start["components"]])
    trace = em(x, w, np.array(start["weights"]), rate, case["iterations"])
    for t, reported in enumerate(trace):
        value, scale = (float(certified[key]["log_evidence"][t]) for key in ("result", "scales"))
        digits = -math.log10(max(abs(reported - value) / scale, 10**-15.95))
        assert digits >= certified["attainable_digits"]["log_evidence"][t] - 2, f"iteration {t}: {digits:.1f} digits"
