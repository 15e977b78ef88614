# R's flexmix, as an adapter.

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)[1]))
source(file.path(here, "..", "common", "r", "protocol.R"))
suppressPackageStartupMessages(library(flexmix))
source(file.path(here, "drivers.R"))

#' The data, the driver and the weights of a case, or why they cannot be had.
problem_of <- function(case) {
  if (!is.null(case$prior)) unsupported("flexmix has no priors")
  x <- rows(case$data$observations, "observations")
  c(list(x = x, weights = weights_of(case$data$weights)), driver_of(case$model, x))
}

#' flexmix documents integer weights, and tells by R's type: whole numbers are handed on as integers.
weights_of <- function(weights) {
  if (is.null(weights)) return(NULL)
  weights <- numbers(weights)
  if (any(weights != round(weights), na.rm = TRUE)) unsupported("flexmix takes integer weights only")
  if (all(abs(weights) <= .Machine$integer.max) %in% TRUE) as.integer(weights) else weights
}

frame_of <- function(problem) list(y = problem$y(problem$x))

#' A mixture with given parameters: flexmix has a class for it, which knows posterior() and not logLik().
mixture_of <- function(given, problem) {
  components <- lapply(given$components, function(component) list(problem$read(component)))
  FLXdist(problem$formula, k = numbers(given$weights), model = problem$model(), components = components)
}

#' `count` iterations from responsibilities, no component dropped.
iterated <- function(problem, z, count, tolerance = 0) {
  control <- list(iter.max = count, minprior = 0, tolerance = tolerance, verbose = 0)
  flexmix(
    problem$formula, frame_of(problem), cluster = z, model = problem$model(), control = control, weights = problem$weights
  )
}

written <- function(fit, problem) {
  components <- lapply(fit@components, function(component) problem$write(component[[1]]@parameters))
  list(weights = unname(prior(fit)), components = unname(components))
}

evaluate <- function(case) {
  if (!is.null(case$data$weights)) unsupported("posterior() takes no observation weights")
  problem <- problem_of(case)
  list(responsibilities = posterior_at(case$parameters, problem))
}

maximize <- function(case) {
  problem <- problem_of(case)
  z <- rows(case$responsibilities, "responsibilities")
  list(parameters = written(iterated(problem, z, 1), problem))
}

#' The responsibilities at given parameters, from which flexmix iterates.
posterior_at <- function(given, problem) {
  mixture <- mixture_of(given, problem)
  matrix(posterior(mixture, newdata = frame_of(problem)), nrow = nrow(problem$x))
}

#' Parameters only: of the start there is no log evidence, and a trace without it is none.
trajectory <- function(case) {
  problem <- problem_of(case)
  z <- posterior_at(case$initial, problem)
  recorded <- Filter(function(t) t > 0, unlist(case$record))
  parameters <- lapply(recorded, function(t) written(iterated(problem, z, t), problem))
  list(parameters = if (length(recorded)) structure(parameters, names = recorded))
}

fit_of <- function(case) {
  if (case$tolerance > 0) unsupported("flexmix stops by the change of the log evidence relative to itself and 0.1 more")
  problem <- problem_of(case)
  found <- iterated(problem, posterior_at(case$initial, problem), case$max_iterations)
  evidence <- scalar(logLik(found))
  list(parameters = written(found, problem), log_evidence = evidence, log_joint = evidence, iterations = scalar(found@iter))
}

run <- function(case) {
  operations <- list(evaluate = evaluate, maximize = maximize, trajectory = trajectory, fit = fit_of)
  operation <- operations[[case$operation]]
  if (is.null(operation)) unsupported("flexmix does not compute ", case$operation)
  operation(case)
}

bench <- function(case) {
  if (case$operation != "trajectory") unsupported("only a trajectory is timed")
  problem <- problem_of(case)
  z <- posterior_at(case$initial, problem)
  function() iterated(problem, z, case$iterations)
}

all_of <- list(gaussian = list("full", "diagonal", "spherical"), poisson = TRUE, categorical = TRUE)
serve(list(
  describe = list(
    name = "flexmix", version = as.character(packageVersion("flexmix")), language = "R", precision = "binary64",
    operations = list(evaluate = all_of, maximize = all_of, trajectory = all_of, fit = all_of),
    priors = FALSE, observation_weights = TRUE
  ),
  run = run, bench = bench, library = c("flexmix", "mvtnorm", "stats")
))
