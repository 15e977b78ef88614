# flexmix's drivers ("models") for the suite's families:
#   model()           the driver, made anew for each call
#   formula, y(x)     the data as the driver takes them
#   read(component)   a component's parameters in its names
#   write(found)      and back

driver_of <- function(model, x) {
  d <- ncol(x)
  switch(model$family,
    gaussian = gaussian_driver(model$covariance, d),
    poisson = if (d == 1) poisson_regression() else poissons(),
    categorical = binaries(numbers(model$levels))
  )
}

gaussian_driver <- function(structure, d) {
  if (structure %in% c("identity", "tied")) unsupported("flexmix has no ", structure, " covariance")
  if (d == 1) return(univariate(structure))
  if (structure == "spherical") unsupported("FLXMCmvnorm has full and diagonal covariances only")
  diagonal <- structure == "diagonal"
  list(
    model = function() FLXMCmvnorm(diagonal = diagonal), formula = y ~ 1, y = identity,
    read = function(component) {
      given <- component$covariance
      cov <- if (diagonal) diag(numbers(given), length(given)) else rows(given, "covariance")
      list(center = numbers(component$mean), cov = cov)
    },
    write = function(found) {
      list(mean = unname(found$center), covariance = if (diagonal) diag(found$cov) else unname(found$cov))
    }
  )
}

#' FLXMCnorm1 is made from a variance and reports a standard deviation.
univariate <- function(structure) {
  form <- switch(structure, full = matrix, spherical = scalar, as.numeric)
  list(
    model = FLXMCnorm1, formula = y ~ 1, y = identity,
    read = function(component) {
      list(center = numbers(component$mean), cov = matrix(number(unlist(component$covariance))))
    },
    write = function(found) list(mean = found$mean, covariance = form(found$sd^2))
  )
}

#' A mixture of Poissons is a Poisson regression on an intercept alone.
poisson_regression <- function() {
  list(
    model = function() FLXMRglm(family = "poisson"), formula = y ~ 1, y = as.vector,
    read = function(component) {
      rate <- numbers(component$rate)
      if (any(rate < 0, na.rm = TRUE)) unsupported("FLXMRglm takes logarithms of rates: a negative rate has none")
      list(coef = log(rate))
    },
    write = function(found) list(rate = exp(unname(found$coef)))
  )
}

poissons <- function() {
  list(
    model = FLXMCmvpois, formula = y ~ 1, y = identity,
    read = function(component) list(lambda = numbers(component$rate)),
    write = function(found) list(rate = unname(found$lambda))
  )
}

#' FLXMCmvbinary holds the probability of level 1.
binaries <- function(levels) {
  if (any(levels != 2)) unsupported("FLXMCmvbinary has variables of two levels only")
  list(
    model = FLXMCmvbinary, formula = y ~ 1, y = identity,
    read = function(component) {
      table <- rows(component$probabilities, "probabilities")
      if (!all(abs(rowSums(table) - 1) <= 1e-9)) unsupported("FLXMCmvbinary takes one probability of two")
      list(center = table[, 2])
    },
    write = function(found) list(probabilities = lapply(unname(found$center), function(p) c(1 - p, p)))
  )
}
