# R's mixtools, as an adapter. `Rscript adapter.R fast` calls normalmixEM(fast = TRUE) where it has two components.

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)[1]))
source(file.path(here, "..", "common", "r", "protocol.R"))
suppressPackageStartupMessages(library(mixtools))
source(file.path(here, "drivers.R"))

fast <- "fast" %in% commandArgs(TRUE)

#' The driver of a model, or why there is none.
driver_of <- function(case) {
  if (!is.null(case$prior)) unsupported("mixtools has no priors")
  if (!is.null(case$data$weights)) unsupported("mixtools has no observation weights")
  x <- rows(case$data$observations, "observations")
  start <- if (is.null(case$initial)) case$parameters else case$initial
  switch(case$model$family,
    gaussian = gaussian_driver(x, case$model$covariance, start),
    poisson = poisson_driver(x, start),
    categorical = categorical_driver(x, numbers(case$model$levels), start)
  )
}

#' `count` iterations from the start. Random restarts are announced by the library and answer another question.
iterated <- function(driver, count, epsilon = -1) {
  set.seed(1)
  fit <- driver$em(count, epsilon)
  if (fit$restarts > 0) failed("the library began again from random values, ", fit$restarts, " times")
  fit
}

#' What a run of no or one iteration says of the start; nothing where that iteration fails, which evaluates nothing.
at_start <- function(driver, count) tryCatch(iterated(driver, count), error = function(e) NULL)

evaluate <- function(case) {
  driver <- driver_of(case)
  first <- at_start(driver, driver$first_log_evidence)
  log_evidence <- if (!is.null(first)) scalar(first$all.loglik[1])
  list(
    log_densities = if (!is.null(driver$densities)) driver$densities(),
    log_evidence = log_evidence, log_joint = log_evidence,
    responsibilities = unname(at_start(driver, driver$first_posterior)$posterior)
  )
}

trajectory <- function(case) {
  driver <- driver_of(case)
  trace <- driver$trace(function(count) iterated(driver, count), case$iterations)
  recorded <- Filter(function(t) t > 0, unlist(case$record))
  parameters <- lapply(recorded, function(t) driver$written(iterated(driver, t)))
  list(
    log_evidence = trace, log_joint = trace,
    parameters = if (length(recorded)) structure(parameters, names = recorded)
  )
}

fit_of <- function(case) {
  if (case$tolerance > 0) unsupported("mixtools stops by the absolute change of the log evidence")
  driver <- driver_of(case)
  found <- iterated(driver, case$max_iterations, 0)
  list(parameters = driver$written(found), log_evidence = scalar(found$loglik), log_joint = scalar(found$loglik))
}

run <- function(case) {
  operation <- list(evaluate = evaluate, trajectory = trajectory, fit = fit_of)[[case$operation]]
  if (is.null(operation)) unsupported("mixtools does not compute ", case$operation)
  operation(case)
}

bench <- function(case) {
  if (case$operation != "trajectory") unsupported("only a trajectory is timed")
  driver <- driver_of(case)
  function() iterated(driver, case$iterations)
}

all_of <- list(gaussian = list("full", "tied", "diagonal", "spherical"), poisson = TRUE, categorical = TRUE)
serve(list(
  describe = list(
    name = "mixtools", version = as.character(packageVersion("mixtools")), language = "R", precision = "binary64",
    operations = list(evaluate = all_of, trajectory = all_of, fit = all_of),
    priors = FALSE, observation_weights = FALSE
  ),
  run = run, bench = bench, library = "mixtools", failures = c("Too many tries!", "Too many restarts!")
))
