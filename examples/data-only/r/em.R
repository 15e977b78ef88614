# The code under test: EM for a Gaussian mixture with full covariances. Put your own in its place.

log_joint_density <- function(x, theta) {
  columns <- lapply(seq_along(theta$components), function(k) {
    component <- theta$components[[k]]
    root <- chol(component$covariance)
    z <- backsolve(root, t(x) - component$mean, transpose = TRUE)
    log(theta$weights[k]) - 0.5 * (ncol(x) * log(2 * pi) + 2 * sum(log(diag(root))) + colSums(z^2))
  })
  matrix(unlist(columns), nrow = nrow(x))
}

log_evidence_terms <- function(joint) {
  largest <- apply(joint, 1, max)
  largest + log(rowSums(exp(joint - largest)))
}

em_step <- function(x, theta) {
  joint <- log_joint_density(x, theta)
  r <- exp(joint - log_evidence_terms(joint))
  components <- lapply(seq_len(ncol(r)), function(k) {
    mean <- colSums(r[, k] * x) / sum(r[, k])
    centred <- sweep(x, 2, mean)
    list(mean = unname(mean), covariance = unname(crossprod(centred * sqrt(r[, k])) / sum(r[, k])))
  })
  list(weights = colMeans(r), components = components)
}
