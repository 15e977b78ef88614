# R's poLCA, as an adapter, written from its documented interface and not run here: no registry at hand has the package.

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)[1]))
source(file.path(here, "..", "common", "r", "protocol.R"))
suppressPackageStartupMessages(library(poLCA))

#' poLCA counts levels from 1, and is given the data as a frame of factors by its formula.
problem_of <- function(case) {
  if (case$model$family != "categorical") unsupported("poLCA has categorical mixtures only")
  if (!is.null(case$prior)) unsupported("poLCA has no priors")
  if (!is.null(case$data$weights)) unsupported("poLCA has no observation weights")
  x <- rows(case$data$observations, "observations")
  weights <- numbers(case$initial$weights)
  if (any(abs(weights - 1 / length(weights)) > 1e-15)) unsupported("poLCA starts from equal mixing weights")
  frame <- as.data.frame(x + 1)
  names(frame) <- paste0("y", seq_along(frame))
  response <- paste0("cbind(", paste(names(frame), collapse = ", "), ")")
  list(
    frame = frame, classes = length(weights), formula = as.formula(paste(response, "~ 1")),
    levels = numbers(case$model$levels), start = start_of(case$initial, length(frame))
  )
}

#' For each variable a matrix of classes by levels.
start_of <- function(initial, variables) {
  lapply(seq_len(variables), function(d) {
    rows(lapply(initial$components, function(component) component$probabilities[[d]]), "probabilities")
  })
}

#' `count` iterations: one start, no standard errors, a tolerance that no change falls below.
iterated <- function(problem, count, tolerance = -1) {
  fit <- poLCA(
    problem$formula, problem$frame, nclass = problem$classes, maxiter = count, tol = tolerance,
    probs.start = problem$start, nrep = 1, na.rm = FALSE, verbose = FALSE, calc.se = FALSE
  )
  if (isTRUE(fit$eflag)) failed("poLCA began again from random values")
  fit
}

#' A level that no row has is none to poLCA, which reads the levels off the data.
written <- function(fit, problem) {
  seen <- vapply(fit$probs, ncol, 0L)
  if (any(seen != problem$levels)) unsupported("poLCA reads the number of levels off the data")
  components <- lapply(seq_len(problem$classes), function(k) {
    list(probabilities = lapply(unname(fit$probs), function(table) unname(table[k, ])))
  })
  list(weights = unname(fit$P), components = components)
}

#' `llik` is the log evidence after the last iteration; of the start there is none, so there is no trace.
trajectory <- function(case) {
  problem <- problem_of(case)
  recorded <- Filter(function(t) t > 0, unlist(case$record))
  parameters <- lapply(recorded, function(t) written(iterated(problem, t), problem))
  list(parameters = structure(parameters, names = recorded))
}

fit_of <- function(case) {
  if (case$tolerance > 0) unsupported("poLCA stops by the absolute change of the log evidence")
  problem <- problem_of(case)
  found <- iterated(problem, case$max_iterations, 0)
  evidence <- scalar(found$llik)
  list(
    parameters = written(found, problem), log_evidence = evidence, log_joint = evidence,
    iterations = scalar(found$numiter)
  )
}

run <- function(case) {
  operation <- list(trajectory = trajectory, fit = fit_of)[[case$operation]]
  if (is.null(operation)) unsupported("poLCA does not compute ", case$operation)
  operation(case)
}

bench <- function(case) {
  if (case$operation != "trajectory") unsupported("only a trajectory is timed")
  problem <- problem_of(case)
  function() iterated(problem, case$iterations)
}

serve(list(
  describe = list(
    name = "poLCA", version = as.character(packageVersion("poLCA")), language = "R", precision = "binary64",
    operations = list(trajectory = list(categorical = TRUE), fit = list(categorical = TRUE)),
    priors = FALSE, observation_weights = FALSE
  ),
  run = run, bench = bench, library = "poLCA"
))
