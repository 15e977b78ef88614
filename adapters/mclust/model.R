# Between the suite's models and mclust's: the model's name, the parameters in its parametrisation, the prior.

#' mclust's name of a structure; in one dimension it has models of its own.
name_of <- function(structure, dimensions) {
  if (structure == "identity") unsupported("mclust has no model with a known covariance")
  if (dimensions == 1) return(if (structure == "tied") "E" else "V")
  c(spherical = "VII", diagonal = "VVI", full = "VVV", tied = "EEE")[[structure]]
}

model_of <- function(case) {
  if (case$model$family != "gaussian") unsupported("mclust has Gaussian mixtures only")
  x <- rows(case$data$observations, "observations")
  list(
    name = name_of(case$model$covariance, ncol(x)), structure = case$model$covariance,
    n = nrow(x), d = ncol(x), data = if (ncol(x) == 1) as.vector(x) else x
  )
}

#' The upper Cholesky factor: the only form in which mclust takes a full covariance.
factor_of <- function(covariance) {
  sigma <- rows(covariance, "covariance")
  if (!identical(sigma, t(sigma))) unsupported("mclust takes Cholesky factors: an asymmetric matrix has none")
  tryCatch(chol(sigma), error = function(e) unsupported("mclust takes Cholesky factors: ", conditionMessage(e)))
}

#' The variances as mclust holds them, by model.
variance_of <- function(given, model) {
  spread <- lapply(given$components, function(component) component$covariance)
  g <- length(spread)
  held <- switch(model$name,
    E = list(sigmasq = rows(given$covariance, "covariance")[1]),
    V = list(sigmasq = numbers(unlist(spread))),
    VII = list(sigmasq = numbers(spread)),
    VVI = scale_and_shape(t(rows(spread, "covariances"))),
    EEE = list(cholSigma = factor_of(given$covariance)),
    VVV = list(cholsigma = simplify2array(lapply(spread, factor_of)))
  )
  c(list(modelName = model$name, d = model$d, G = g), held)
}

#' A diagonal covariance as its volume's d-th root and a diagonal of determinant 1.
scale_and_shape <- function(variances) {
  if (!all(variances > 0)) unsupported("mclust takes volume and shape: a variance that is not positive has none")
  scale <- exp(colMeans(log(variances)))
  list(scale = scale, shape = sweep(variances, 2, scale, "/"))
}

parameters_of <- function(given, model) {
  means <- t(rows(lapply(given$components, function(component) component$mean), "means"))
  weights <- numbers(given$weights)
  if (length(weights) == ncol(means) + 1) unsupported("to mclust, one more weight means a noise component")
  if (model$d == 1 && nrow(means) != 1) unsupported("mclust's models in one dimension take one number as a mean")
  list(pro = weights, mean = if (model$d == 1) as.vector(means) else means, variance = variance_of(given, model))
}

#' What was fitted, in the suite's form; covariances are read from the array `sigma` that mclust computes.
written <- function(fit, model) {
  found <- fit$parameters
  means <- matrix(found$mean, nrow = model$d)
  tied <- model$structure == "tied"
  components <- lapply(seq_len(ncol(means)), function(k) {
    list(mean = means[, k], covariance = if (!tied) covariance_of(found$variance, model, k))
  })
  list(weights = found$pro, components = components, covariance = if (tied) covariance_of(found$variance, model, 1))
}

covariance_of <- function(variance, model, k) {
  sigma <- if (model$d == 1) matrix(rep_len(variance$sigmasq, max(k, 1))[k]) else matrix(variance$sigma[, , k], model$d)
  switch(model$structure, spherical = scalar(sigma[1, 1]), diagonal = diag(sigma), sigma)
}

#' mclust calls a function by name for the prior's parameters; its own, defaultPrior, chooses the degrees of freedom itself.
case_prior <- function(data, G, modelName, ...) list(...)

#' mclust's conjugate prior where it is the case's: NULL for maximum likelihood.
prior_of <- function(prior, model) {
  concentration <- numbers(prior$weights$dirichlet)
  if (length(concentration) && any(concentration != 1)) unsupported("mclust has no prior of the mixing weights")
  given <- prior$components
  if (is.null(given)) return(NULL)
  shape <- if (model$structure %in% c("full", "tied")) wishart(given, model) else gamma_like(given, model)
  do.call(priorControl, c(list(functionName = "case_prior"), shape))
}

wishart <- function(given, model) {
  p <- given$normal_inverse_wishart
  scale <- rows(p$scale, "scale")
  list(shrinkage = number(p$mean_precision), mean = numbers(p$mean), dof = number(p$degrees_of_freedom), scale = scale)
}

#' An inverse gamma of shape a and scale b is mclust's with 2a degrees of freedom and scale 2b, the same in all dimensions.
gamma_like <- function(given, model) {
  p <- given$normal_inverse_gamma
  scale <- unique(numbers(as.list(p$scale)))
  if (length(scale) != 1) unsupported("mclust has one scale for all dimensions of a diagonal covariance")
  list(shrinkage = number(p$mean_precision), mean = numbers(p$mean), dof = 2 * number(p$shape), scale = 2 * scale)
}
