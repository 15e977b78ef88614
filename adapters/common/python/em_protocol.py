"""The adapter protocol, for adapters written in Python: one JSON request a line in, one JSON reply a line out.

Import this module before the library that is judged: from then on whatever is printed, by Python or by C code, goes to
standard error, and only replies reach standard output. Needs the standard library alone.

    import sys, pathlib
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "common" / "python"))
    from em_protocol import Rejected, Unsupported, refusals, serve

    def run(case):                 # the case, with "inf" and "nan" turned into floats; returns the result
        if case["operation"] != "evaluate":
            raise Unsupported(f"no operation {case['operation']}")
        with refusals(ValueError):  # what the library raises for bad input
            return {"log_evidence": library.score(...)}

    serve(describe={"name": ..., "version": ..., ...}, run=run, bench=prepare)
"""

import contextlib
import json
import math
import os
import sys
import time

# Standard output is kept for replies, and descriptor 1 is standard error from here on.
_replies = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
os.dup2(2, 1)

NOT_FINITE = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}


class Unsupported(Exception):
    """The library has no way to be asked this."""


class Rejected(Exception):
    """The library refuses this input."""


@contextlib.contextmanager
def refusals(*types):
    """What the library raises for bad input, of these documented types, is its refusal; anything else is an error."""
    try:
        yield
    except types as refusal:
        raise Rejected(f"{type(refusal).__name__}: {refusal}") from refusal


def decoded(value):
    """A request, the strings that stand for numbers JSON cannot write turned into these."""
    if isinstance(value, str):
        return NOT_FINITE.get(value, value)
    if isinstance(value, list):
        return [decoded(item) for item in value]
    return {key: decoded(item) for key, item in value.items()} if isinstance(value, dict) else value


def encoded(value):
    """A reply without bare NaN or infinity; arrays and scalars that have `tolist` become lists and numbers."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, (list, tuple)):
        return [encoded(item) for item in value]
    return {str(key): encoded(item) for key, item in value.items()} if isinstance(value, dict) else value


def seconds(prepare, case, repeats):
    """Wall seconds of `prepare(case)()`, so many times; what `prepare` itself takes is not counted."""
    figures = []
    for _ in range(repeats):
        iterations = prepare(case)
        begin = time.perf_counter()
        iterations()
        figures.append(time.perf_counter() - begin)
    return {"seconds": figures}


def answer(request, describe, run, bench):
    """The reply to a request, but for its id."""
    try:
        if request["op"] == "describe":
            return {"ok": encoded(describe() if callable(describe) else describe)}
        if request["op"] == "run":
            return {"ok": encoded(run(decoded(request["case"])))}
        if request["op"] == "bench" and bench is not None:
            return {"ok": seconds(bench, decoded(request["case"]), request["repeats"])}
        return {"unsupported": f"the request {request['op']}"}
    except Unsupported as reason:
        return {"unsupported": str(reason)}
    except Rejected as reason:
        return {"rejected": str(reason)}
    except Exception as error:  # a failure of this case, and not the end of the run
        return {"error": f"{type(error).__name__}: {error}"}


def serve(describe, run, bench=None):
    """Answers requests until standard input ends.

    `describe` is the description or a function that returns it, `run(case)` returns a result. `bench(case)` prepares a
    trajectory and returns a function without arguments that does the iterations and nothing else; it may be absent.
    """
    for line in sys.stdin:
        if line.strip():
            request = json.loads(line)
            reply = {"id": request.get("id"), **answer(request, describe, run, bench)}
            _replies.write(json.dumps(reply, allow_nan=False) + "\n")
            _replies.flush()
