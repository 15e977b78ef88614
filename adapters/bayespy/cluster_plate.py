#!/usr/bin/env python3
"""One Poisson mixture, built twice in BayesPy: components on the last plate, which is right, and on the one before it.

The bound of coordinate ascent must be the same and must not fall. With `cluster_plate=-2` it is an error where K and D differ, and
silently wrong where they are equal.
"""

import numpy as np
from bayespy.inference import VB
from bayespy.nodes import Categorical, Dirichlet, Gamma, Mixture, Poisson

generator = np.random.default_rng(0)
COUNTS = generator.poisson(4, size=(9, 3))
RESPONSIBILITIES = generator.dirichlet([1, 1], 9)
SHAPE, RATE = np.array([1.0, 2.0, 3.0]), np.array([0.5, 1.0, 2.0])


def bounds(dimensions, last_plate):
    """The bound after each of four sweeps, two components."""
    shape, rate = SHAPE[:dimensions], RATE[:dimensions]
    weights = Dirichlet([1.0, 1.0])
    labels = Categorical(weights, plates=(9, 1))
    labels.initialize_from_parameters(RESPONSIBILITIES[:, None])
    if last_plate:
        rates = Gamma(shape[:, None], rate[:, None], plates=(dimensions, 2))
        data = Mixture(labels, Poisson, rates)
    else:
        rates = Gamma(shape, rate, plates=(2, dimensions))
        data = Mixture(labels, Poisson, rates, cluster_plate=-2)
    data.observe(COUNTS[:, :dimensions])
    inference = VB(weights, labels, rates, data)
    inference.ignore_bound_checks = True
    inference.update(weights, rates, verbose=False)
    for _ in range(3):
        inference.update(labels, weights, rates, verbose=False)
    return inference.L[:4]


for dimensions in (3, 2):
    for last_plate in (True, False):
        try:
            result = bounds(dimensions, last_plate)
        except ValueError as error:
            result = f"ValueError: {error}"
        print(f"D = {dimensions}, components on the {'last plate' if last_plate else 'plate before the last'}: {result}")
