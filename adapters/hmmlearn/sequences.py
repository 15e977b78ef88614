"""Poisson and categorical mixtures: an HMM of sequences of one row each has no transitions, and its start probabilities are mixing weights."""

import numpy as np
from hmmlearn.hmm import CategoricalHMM, PoissonHMM

from em_protocol import Unsupported


class Sequences:
    reports_responsibilities = True

    def start(self, model, parameters):
        k = len(parameters["weights"])
        model.startprob_ = np.asarray(parameters["weights"], dtype=float)
        model.transmat_ = np.full((k, k), 1 / k)
        return model

    def lengths(self, x):
        return np.ones(len(x), dtype=int)

    def log_densities(self, model, x):
        return model._compute_log_likelihood(x)


class Poisson(Sequences):
    def __init__(self, case):
        prior = case.get("prior") or {}
        self.options = {}
        if "weights" in prior:
            self.options["startprob_prior"] = np.asarray(prior["weights"]["dirichlet"], dtype=float)
        if "components" in prior:
            if "gamma" not in prior["components"]:
                raise Unsupported("the prior of rates is a gamma prior")
            gamma = prior["components"]["gamma"]
            self.options["lambdas_prior"] = np.asarray(gamma["shape"], dtype=float)
            self.options["lambdas_weight"] = np.asarray(gamma["rate"], dtype=float)

    def table(self, observations):
        return np.asarray(observations, dtype=float)

    def model(self, parameters, **options):
        rates = [component["rate"] for component in parameters["components"]]
        model = PoissonHMM(len(rates), init_params="", params="sl", **self.options, **options)
        model.lambdas_ = np.asarray(rates, dtype=float)
        return self.start(model, parameters)

    def written(self, model):
        return {"weights": model.startprob_, "components": [{"rate": rate} for rate in model.lambdas_]}


class Categorical(Sequences):
    def __init__(self, case):
        self.levels = case["model"]["levels"]
        if len(self.levels) != 1:
            raise Unsupported("a state emits one symbol, so there is one variable")
        prior = case.get("prior") or {}
        self.options = {}
        if "weights" in prior:
            self.options["startprob_prior"] = np.asarray(prior["weights"]["dirichlet"], dtype=float)
        if "components" in prior:
            if "dirichlet" not in prior["components"]:
                raise Unsupported("the prior of probabilities is a Dirichlet prior")
            self.options["emissionprob_prior"] = np.asarray(prior["components"]["dirichlet"]["concentration"][0], dtype=float)

    def table(self, observations):
        """Symbols are of an integer type; what is no integer stays as it is, to be judged there."""
        x = np.asarray(observations)
        return x.astype(int) if x.dtype.kind == "f" and (x == np.floor(x)).all() and np.isfinite(x).all() else x

    def model(self, parameters, **options):
        p = np.asarray([component["probabilities"][0] for component in parameters["components"]], dtype=float)
        model = CategoricalHMM(len(p), n_features=self.levels[0], init_params="", params="se", **self.options, **options)
        model.emissionprob_ = p
        return self.start(model, parameters)

    def written(self, model):
        return {"weights": model.startprob_, "components": [{"probabilities": [p]} for p in model.emissionprob_]}
