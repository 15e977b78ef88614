# An adapter in R, complete and small: the log densities, the log evidence and the responsibilities of a Gaussian mixture
# with full covariances, everything else unsupported. Needs jsonlite.
#   cargo xtask verify --adapter "Rscript adapters/template-r/adapter.R" --filter "gaussian/*evaluate*"

suppressPackageStartupMessages(library(jsonlite))

reply_with <- function(kind) function(why) stop(structure(class = c(kind, "error", "condition"), list(message = why, call = NULL)))
unsupported <- reply_with("unsupported") # there is no such feature
rejected <- reply_with("rejected")       # the input is bad

# Reading: without simplification a 1 x 1 matrix stays one. JSON cannot write infinities and NaN: they are strings.
number <- function(v) if (is.character(v)) c(inf = Inf, `-inf` = -Inf, nan = NaN)[[v]] else as.numeric(v)
numbers <- function(list) vapply(list, number, 0)
rows <- function(list) if (length(unique(lengths(list))) == 1) do.call(rbind, lapply(list, numbers)) else rejected("ragged rows")

# Writing: 17 digits, a vector as an array whatever its length, one number marked by `scalar`.
scalar <- function(x) structure(x, class = "scalar")
digits <- function(x) ifelse(is.nan(x), '"nan"', ifelse(is.finite(x), sprintf("%.17g", x), ifelse(x > 0, '"inf"', '"-inf"')))
array_of <- function(items) paste0("[", paste(items, collapse = ","), "]")
encode <- function(x) {
  if (inherits(x, "scalar")) return(digits(unclass(x)))
  if (is.character(x)) return(as.character(toJSON(unbox(x))))
  if (is.logical(x)) return(tolower(x))
  if (is.matrix(x)) return(array_of(apply(x, 1, function(row) array_of(digits(row)))))
  if (!is.list(x)) return(array_of(digits(x)))
  if (is.null(names(x))) return(array_of(vapply(x, encode, "")))
  paste0("{", paste0('"', names(x), '":', vapply(x, encode, ""), collapse = ","), "}")
}

# Your code takes the place of this: log p(x_n | component k), N x K.
log_densities <- function(x, components) {
  columns <- lapply(components, function(component) {
    mean <- numbers(component$mean)
    covariance <- rows(component$covariance)
    if (ncol(x) != length(mean) || any(dim(covariance) != ncol(x))) rejected("dimensions do not match")
    if (!all(is.finite(c(x, mean, covariance)))) rejected("a number is not finite")
    if (!identical(covariance, t(covariance))) rejected("an asymmetric covariance")
    root <- tryCatch(chol(covariance), error = function(e) rejected("a covariance that is not positive definite"))
    z <- backsolve(root, t(x) - mean, transpose = TRUE)
    -0.5 * (ncol(x) * log(2 * pi) + 2 * sum(log(diag(root))) + colSums(z^2))
  })
  matrix(unlist(columns), nrow = nrow(x))
}

evaluate <- function(case) {
  if (case$model$family != "gaussian" || case$model$covariance != "full") unsupported("full Gaussian mixtures only")
  if (!is.null(case$prior) || !is.null(case$data$weights)) unsupported("no priors, no observation weights")
  weights <- numbers(case$parameters$weights)
  if (!isTRUE(all(weights >= 0) && abs(sum(weights) - 1) <= 1e-9)) rejected("mixing weights off the simplex")
  if (length(weights) != length(case$parameters$components)) rejected("mixing weights: not one a component")
  densities <- log_densities(rows(case$data$observations), case$parameters$components)
  joint <- sweep(densities, 2, log(weights / sum(weights)), "+")
  largest <- apply(joint, 1, max) # log-sum-exp
  terms <- largest + log(rowSums(exp(joint - largest)))
  list(
    log_densities = densities, log_evidence_terms = terms, log_evidence = scalar(sum(terms)),
    log_joint = scalar(sum(terms)), responsibilities = exp(joint - terms)
  )
}

# HERE: a function for `trajectory`, the heart of the suite: log_evidence and log_joint (each T + 1 numbers), and parameters
# by iteration, list("5" = list(weights = ..., components = list(list(mean = ..., covariance = ...)))). See docs/formats.md.

answer <- function(request) {
  if (request$op == "describe") return(list(name = "my-em", version = "0.1", language = "R", precision = "binary64"))
  if (request$op != "run" || request$case$operation != "evaluate") unsupported("only `evaluate` so far")
  evaluate(request$case)
}

input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1, warn = FALSE))) {
  request <- fromJSON(line, simplifyVector = FALSE)
  reply <- tryCatch(list(ok = answer(request)), error = function(e) {
    kind <- intersect(class(e), c("unsupported", "rejected", "error"))[1]
    structure(list(conditionMessage(e)), names = kind)
  })
  cat(encode(c(list(id = scalar(request$id)), reply)), "\n", sep = "")
  flush(stdout())
}
