#!/usr/bin/env python3
"""A first adapter in Python, of the standard library alone: it answers `evaluate` of Gaussian mixtures with diagonal covariances."""
import json
import math
import sys


class Unsupported(Exception): ...  # you have no such feature: reported, and no failure
class Rejected(Exception): ...  # the input is bad: the right answer where it is


def require(condition, reason):
    if not condition:
        raise Rejected(reason)


def numbers(values, count, name):
    require(isinstance(values, list) and len(values) == count, f"{name}: {count} numbers are due")
    found = [float(value) for value in values]  # reads "inf" and "nan" as well
    require(all(map(math.isfinite, found)), f"{name}: not finite")
    return found


def log_density(x, mean, variance):
    squares = math.fsum((a - m) * (a - m) / v for a, m, v in zip(x, mean, variance))
    return -(len(x) * math.log(2 * math.pi) + math.fsum(map(math.log, variance)) + squares) / 2


def log_sum_exp(values):
    largest = max(values)  # without the shift it underflows
    return largest + math.log(math.fsum(math.exp(v - largest) for v in values))


def evaluate(rows, observation_weights, parameters):
    components, d = parameters["components"], len(rows[0])
    means = [numbers(c["mean"], d, f"mean of component {k}") for k, c in enumerate(components)]
    variances = [numbers(c["covariance"], d, f"covariance of component {k}") for k, c in enumerate(components)]
    require(all(v > 0 for row in variances for v in row), "covariance: not positive")
    weights = numbers(parameters["weights"], len(components), "weights")
    require(min(weights) >= 0 and abs(math.fsum(weights) - 1) <= 1e-9, "weights: not on the simplex")
    log_weights = [math.log(w / math.fsum(weights)) if w else -math.inf for w in weights]
    densities = [[log_density(x, m, v) for m, v in zip(means, variances)] for x in rows]
    joint = [[l + w for l, w in zip(row, log_weights)] for row in densities]
    terms = [log_sum_exp(row) for row in joint]
    responsibilities = [[math.exp(v - term) for v in row] for row, term in zip(joint, terms)]
    total = math.fsum(w * term for w, term in zip(observation_weights, terms))
    return {"log_densities": densities, "log_evidence_terms": terms, "log_evidence": total, "responsibilities": responsibilities}


def run(case):
    if case["operation"] != "evaluate" or case["model"] != {"family": "gaussian", "covariance": "diagonal"}:
        # YOUR EM: "trajectory" has `initial`, `iterations` T and `record`; answer `log_evidence`, `log_joint` [T + 1] and `parameters` {"t": ...}.
        raise Unsupported("not written yet")
    rows, weights = case["data"]["observations"], case["data"].get("weights")
    require(rows, "no data")
    rows = [numbers(row, len(rows[0]), f"row {n}") for n, row in enumerate(rows)]
    weights = [1.0] * len(rows) if weights is None else numbers(weights, len(rows), "observation weights")
    require(min(weights) >= 0 and sum(weights) > 0, "observation weights: one below 0, or none above")
    result = evaluate(rows, weights, case["parameters"])
    return result if "prior" in case else {**result, "log_joint": result["log_evidence"]}


def encoded(value):
    """JSON has no infinities and no NaN: they are strings, both ways."""
    if isinstance(value, dict):
        return {key: encoded(item) for key, item in value.items()}
    return [encoded(item) for item in value] if isinstance(value, list) else value if math.isfinite(value) else str(value)


DESCRIPTION = {"name": "template", "version": "0.1", "language": "Python", "operations": {"evaluate": {"gaussian": ["diagonal"]}}}
for line in sys.stdin:
    request = json.loads(line)
    try:
        reply = {"ok": DESCRIPTION if request["op"] == "describe" else encoded(run(request["case"]))}
    except (Unsupported, Rejected) as reason:
        reply = {type(reason).__name__.lower(): str(reason)}
    except Exception as error:  # a failure of this case alone
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps({"id": request["id"], **reply}, allow_nan=False), flush=True)
