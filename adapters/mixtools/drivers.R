# One driver for each function of mixtools:
#   em(count, epsilon)    so many iterations from the start; a negative epsilon switches the stopping rule off
#   written(fit)          the parameters in the suite's form
#   trace(fit_at, last)   the log evidence at iterations 0, ..., last
#   densities()           log p(x_n | component k), where mixtools has a function for it
#   first_log_evidence    how many iterations a run needs to report the log evidence at the start
#   first_posterior       how many it needs to report the responsibilities at the start

#' `all.loglik` holds the start and every iteration.
whole_trace <- function(fit_at, last) fit_at(last)$all.loglik

#' A covariance for each component, as a matrix; in one dimension a variance may stand for it.
component_matrices <- function(given, structure) {
  lapply(given$components, function(component) {
    covariance <- if (structure == "tied") given$covariance else component$covariance
    if (structure %in% c("full", "tied")) rows(covariance, "covariance") else matrix(numbers(as.list(covariance)))
  })
}

gaussian_driver <- function(x, structure, given) {
  if (structure == "identity") unsupported("mixtools has no model with a known covariance")
  d <- ncol(x)
  if (d > 1 && !structure %in% c("full", "tied")) unsupported("mvnormalmixEM has full and tied covariances only")
  means <- lapply(given$components, function(component) numbers(component$mean))
  spread <- component_matrices(given, structure)
  of <- if (d == 1) univariate else multivariate
  driver <- of(x, structure, given, means, spread)
  driver$densities <- function() {
    matrix(unlist(Map(function(mean, sigma) logdmvnorm(x, mean, sigma), means, spread)), nrow = nrow(x))
  }
  driver
}

multivariate <- function(x, structure, given, means, spread) {
  tied <- structure == "tied"
  list(
    em = function(count, epsilon) {
      sigma <- if (tied) spread[[1]] else spread
      lambda <- numbers(given$weights)
      mvnormalmixEM(x, lambda, means, sigma, k = length(means), arbvar = !tied, epsilon = epsilon, maxit = count)
    },
    written = function(fit) {
      components <- lapply(seq_along(fit$mu), function(k) {
        list(mean = as.vector(fit$mu[[k]]), covariance = if (!tied) unname(fit$sigma[[k]]))
      })
      list(weights = fit$lambda, components = components, covariance = if (tied) unname(fit$sigma))
    },
    trace = whole_trace, first_log_evidence = 1, first_posterior = 1
  )
}

#' normalmixEM has standard deviations; one number of them means that all components share it.
univariate <- function(x, structure, given, means, spread) {
  if (length(means) == 1) unsupported("normalmixEM takes a single mean for a constraint")
  tied <- structure == "tied"
  variances <- vapply(spread, function(sigma) sigma[1, 1], 0)
  if (any(variances < 0, na.rm = TRUE)) unsupported("normalmixEM takes standard deviations: a negative variance has none")
  deviations <- sqrt(variances)
  list(
    em = function(count, epsilon) {
      sigma <- if (tied) deviations[1] else deviations
      mu <- unlist(means)
      normalmixEM(as.vector(x), numbers(given$weights), mu, sigma, epsilon = epsilon, maxit = count, fast = fast)
    },
    written = function(fit) {
      variances <- rep_len(fit$sigma^2, length(fit$mu))
      of <- function(k) switch(structure, full = matrix(variances[k]), spherical = scalar(variances[k]), variances[k])
      components <- lapply(seq_along(fit$mu), function(k) list(mean = fit$mu[k], covariance = if (!tied) of(k)))
      list(weights = fit$lambda, components = components, covariance = if (tied) matrix(variances[1]))
    },
    trace = whole_trace, first_log_evidence = if (fast) 1 else 0, first_posterior = 0
  )
}

#' A mixture of Poissons is a Poisson regression on an intercept alone, whose coefficient is the logarithm of the rate.
poisson_driver <- function(x, given) {
  if (ncol(x) != 1) unsupported("poisregmixEM has one response")
  rates <- t(rows(lapply(given$components, function(component) component$rate), "rates"))
  if (any(rates < 0, na.rm = TRUE)) unsupported("poisregmixEM takes logarithms of rates: a negative rate has none")
  list(
    em = function(count, epsilon) {
      ones <- rep(1, nrow(x))
      lambda <- numbers(given$weights)
      poisregmixEM(as.vector(x), ones, lambda, log(rates), addintercept = FALSE, epsilon = epsilon, maxit = count)
    },
    written = function(fit) {
      list(weights = fit$lambda, components = lapply(exp(as.vector(fit$beta)), function(rate) list(rate = rate)))
    },
    trace = whole_trace, first_log_evidence = 0, first_posterior = 1
  )
}

#' One categorical variable is a multinomial of one trial.
categorical_driver <- function(x, levels, given) {
  if (length(levels) != 1) unsupported("multmixEM has one categorical variable")
  if (!all(x %in% (seq_len(levels) - 1))) unsupported("a level that is no index makes no row of counts")
  y <- diag(levels)[x + 1, , drop = FALSE]
  theta <- rows(lapply(given$components, function(component) component$probabilities[[1]]), "probabilities")
  list(
    em = function(count, epsilon) {
      multmixEM(y, numbers(given$weights), theta, k = nrow(theta), epsilon = epsilon, maxit = count)
    },
    written = function(fit) {
      components <- lapply(seq_len(nrow(fit$theta)), function(k) list(probabilities = list(unname(fit$theta[k, ]))))
      list(weights = fit$lambda, components = components)
    },
    # `loglik` is documented as "the final log-likelihood": taken at its word.
    trace = function(fit_at, last) {
      c(fit_at(1)$all.loglik[1], vapply(seq_len(last), function(t) fit_at(t)$loglik, 0))
    },
    first_log_evidence = 1, first_posterior = 0
  )
}
