"""A small EM for mixtures of Gaussians with diagonal or spherical covariances, and one accident of reporting: `python3 adapter.py ACCIDENT`.

Python's standard library alone. What it computes is right; what it writes is what people write who plug in their EM for the first time.
"""

import json
import math
import sys

ACCIDENT = sys.argv[1] if len(sys.argv) > 1 else "none"


class Unsupported(Exception):
    pass


def log_density(x, component):
    mean, variance = component["mean"], component["covariance"]
    variance = variance if isinstance(variance, list) else [variance] * len(mean)
    return sum(-0.5 * (math.log(2 * math.pi) + math.log(v) + (a - m) ** 2 / v) for a, m, v in zip(x, mean, variance))


def e_step(rows, parameters):
    total = sum(parameters["weights"])
    prior = [math.log(weight / total) if weight > 0 else -math.inf for weight in parameters["weights"]]
    densities = [[log_density(x, component) for component in parameters["components"]] for x in rows]
    joint = [[a + b for a, b in zip(prior, row)] for row in densities]
    top = [max(row) for row in joint]
    terms = [t + math.log(math.fsum(math.exp(a - t) for a in row)) for t, row in zip(top, joint)]
    return densities, terms, [[math.exp(a - term) for a in row] for term, row in zip(terms, joint)]


def m_step(rows, weights, r, spherical):
    components, counts = [], []
    for k in range(len(r[0])):
        share = [w * row[k] for w, row in zip(weights, r)]
        count = math.fsum(share)
        mean = [math.fsum(s * x[d] for s, x in zip(share, rows)) / count for d in range(len(rows[0]))]
        variance = [math.fsum(s * (x[d] - m) ** 2 for s, x in zip(share, rows)) / count for d, m in enumerate(mean)]
        components.append({"mean": mean, "covariance": math.fsum(variance) / len(variance) if spherical else variance})
        counts.append(count)
    return {"weights": [count / sum(counts) for count in counts], "components": components}


def written(parameters):
    parameters = json.loads(json.dumps(parameters))
    if ACCIDENT == "labels":
        parameters["weights"].reverse()
        parameters["components"].reverse()
    if ACCIDENT == "deviations":
        for component in parameters["components"]:
            own = component["covariance"]
            component["covariance"] = [math.sqrt(v) for v in own] if isinstance(own, list) else math.sqrt(own)
    return parameters


def run(case):
    structure = case.get("model", {}).get("covariance")
    if structure not in ("diagonal", "spherical") or "prior" in case:
        raise Unsupported("only diagonal and spherical covariances, and no priors")
    spherical = structure == "spherical"
    rows = case["data"]["observations"]
    weights = case["data"].get("weights", [1.0] * len(rows))
    total = lambda terms: math.fsum(w * t for w, t in zip(weights, terms)) / (len(rows) if ACCIDENT == "mean" else 1)
    if case["operation"] == "evaluate":
        densities, terms, r = e_step(rows, case["parameters"])
        if ACCIDENT == "transposed":
            densities, r = [list(column) for column in zip(*densities)], [list(column) for column in zip(*r)]
        evidence = float("nan") if ACCIDENT == "bare-nan" else total(terms)
        return {"log_densities": densities, "log_evidence_terms": terms, "log_evidence": evidence, "log_joint": evidence, "responsibilities": r}
    if case["operation"] == "maximize":
        return {"parameters": written(m_step(rows, weights, case["responsibilities"], spherical))}
    if case["operation"] != "trajectory":
        raise Unsupported("no " + case["operation"])
    trace, recorded, parameters = [], {}, case["initial"]
    for t in range(case["iterations"] + 1):
        _, terms, r = e_step(rows, parameters)
        trace.append(float("nan") if ACCIDENT == "bare-nan" else total(terms))
        if t in case["record"]:
            recorded[str(t)] = written(parameters)
        parameters = m_step(rows, weights, r, spherical)
    if ACCIDENT == "late":
        trace = trace[:1] + trace[:-1]
    return {"log_evidence": trace, "log_joint": trace, "parameters": recorded}


def answer(request):
    if request["op"] == "describe":
        return {"ok": {"name": "accident", "version": "1", "language": "Python", "observation_weights": True}}
    try:
        return {"ok": run(request["case"])}
    except Unsupported as reason:
        return {"unsupported": str(reason)}
    except (ArithmeticError, ValueError) as error:
        return {"error": repr(error)}


for line in sys.stdin:
    request = json.loads(line)
    reply = {"id": request["id"], **answer(request)}
    describing = request["op"] == "describe"
    if ACCIDENT == "buffered-from-the-start" or ACCIDENT == "buffered" and not describing:
        sys.stdout.write(json.dumps(reply) + "\n")
        continue
    if not describing:
        if ACCIDENT == "printing":
            print("fitting with", len(line), "bytes")
        if ACCIDENT == "uncaught":
            request["case"]["no such key"]
    if ACCIDENT == "dict" and not describing:
        print(reply, flush=True)
    elif ACCIDENT == "indented" and not describing:
        print(json.dumps(reply, indent=2), flush=True)
    elif ACCIDENT == "six-digits" and not describing:
        print(json.dumps(json.loads(json.dumps(reply), parse_float=lambda text: float("%.6g" % float(text)))), flush=True)
    else:
        print(json.dumps(reply), flush=True)
    if ACCIDENT == "one-reply" and not describing or ACCIDENT == "no-loop":
        break
