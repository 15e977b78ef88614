# R's mclust, as an adapter. `Rscript adapter.R em` drives em() where `Rscript adapter.R` drives estep() and me().

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)[1]))
source(file.path(here, "..", "common", "r", "protocol.R"))
suppressPackageStartupMessages(library(mclust))
source(file.path(here, "model.R"))
mclust.options(warn = FALSE)

by_em <- "em" %in% commandArgs(TRUE)
structures <- list(gaussian = c("spherical", "diagonal", "full", "tied"))

#' Exactly so many iterations: no threshold on mixing weights, no tolerance.
iterations <- function(count, tolerance = 0) emControl(eps = 0, tol = tolerance, itmax = count)

#' mclust reports what it cannot compute by NA everywhere and a warning in words, silently unless asked.
checked <- function(fit) {
  code <- attr(fit, "returnCode")
  if (!is.null(code) && code < 0 || identical(code, 9)) rejected(attr(fit, "WARNING"))
  fit
}

start <- function(case, model) checked(estep(model$data, model$name, parameters_of(case$initial, model)))

evaluate <- function(case) {
  if (!is.null(case$data$weights)) unsupported("estep and dens take no observation weights")
  model <- model_of(case)
  parameters <- parameters_of(case$parameters, model)
  step <- checked(estep(model$data, model$name, parameters))
  densities <- cdens(model$data, model$name, parameters = parameters, logarithm = TRUE)
  terms <- dens(model$data, model$name, parameters = parameters, logarithm = TRUE)
  list(
    log_densities = matrix(densities, nrow = model$n), log_evidence_terms = as.vector(terms),
    log_evidence = scalar(step$loglik), log_joint = if (is.null(case$prior)) scalar(step$loglik),
    responsibilities = matrix(step$z, nrow = model$n)
  )
}

maximize <- function(case) {
  model <- model_of(case)
  z <- rows(case$responsibilities, "responsibilities")
  if (!is.null(case$data$weights)) return(list(parameters = written(fitted_from(z, case, model, iterations(1)), model)))
  list(parameters = written(checked(mstep(model$data, model$name, z, prior = prior_of(case$prior, model))), model))
}

#' A fit from responsibilities, by me() or, with observation weights, by me.weighted().
fitted_from <- function(z, case, model, control) {
  prior <- prior_of(case$prior, model)
  weights <- case$data$weights
  if (!is.null(weights)) return(weighted_fit(z, model, control, prior, numbers(weights)))
  checked(me(model$data, model$name, z, prior = prior, control = control))
}

#' me.weighted() divides the weights by the largest where that is above 1, and reports the log evidence of those; it is
#' given back its scale here.
weighted_fit <- function(z, model, control, prior, weights) {
  if (!is.null(prior) && isTRUE(max(weights) > 1)) {
    unsupported("me.weighted divides the weights by the largest, so a prior counts for more")
  }
  fit <- checked(me.weighted(model$data, model$name, z, weights = weights, prior = prior, control = control))
  fit$loglik <- fit$loglik * max(weights, 1)
  fit
}

#' One iteration more. me() stops when its log evidence repeats to the last bit, which nothing switches off, so each iteration
#' is a call of its own: from the responsibilities that it returns, or by em() from the parameters.
next_fit <- function(previous, case, model) {
  if (!by_em) return(fitted_from(previous$z, case, model, iterations(1)))
  if (!is.null(case$data$weights)) unsupported("em has no observation weights")
  prior <- prior_of(case$prior, model)
  checked(em(model$data, model$name, previous$parameters, prior = prior, control = iterations(1)))
}

trajectory <- function(case) {
  model <- model_of(case)
  current <- start(case, model)
  trace <- if (is.null(case$data$weights)) current$loglik
  parameters <- list()
  for (t in seq_len(case$iterations)) {
    current <- next_fit(current, case, model)
    if (!is.null(trace)) trace <- c(trace, current$loglik)
    if (t %in% unlist(case$record)) parameters[[as.character(t)]] <- written(current, model)
  }
  if (length(trace) != case$iterations + 1) trace <- NULL
  list(
    log_evidence = trace, log_joint = if (is.null(case$prior)) trace,
    parameters = if (length(parameters)) parameters
  )
}

fit_of <- function(case) {
  model <- model_of(case)
  control <- iterations(case$max_iterations, case$tolerance)
  found <- fitted_from(start(case, model)$z, case, model, control)
  its <- attr(found, "info")[["iterations"]]
  list(
    parameters = written(found, model), log_evidence = scalar(found$loglik),
    log_joint = if (is.null(case$prior)) scalar(found$loglik),
    iterations = if (!is.null(its)) scalar(abs(its)), converged = if (!is.null(its)) its > 0
  )
}

run <- function(case) {
  operations <- list(evaluate = evaluate, maximize = maximize, trajectory = trajectory, fit = fit_of)
  operation <- operations[[case$operation]]
  if (is.null(operation)) unsupported("mclust does not compute ", case$operation)
  operation(case)
}

bench <- function(case) {
  if (case$operation != "trajectory") unsupported("only a trajectory is timed")
  model <- model_of(case)
  z <- start(case, model)$z
  prior <- prior_of(case$prior, model)
  control <- iterations(case$iterations)
  if (!is.null(case$data$weights)) unsupported("no timing of me.weighted")
  function() me(model$data, model$name, z, prior = prior, control = control)
}

operations <- c("evaluate", "maximize", "trajectory", "fit")
serve(list(
  describe = list(
    name = "mclust", version = as.character(packageVersion("mclust")), language = "R", precision = "binary64",
    operations = structure(rep(list(lapply(structures, as.list)), length(operations)), names = operations),
    priors = TRUE, observation_weights = TRUE
  ),
  run = run, bench = bench, library = "mclust"
))
