# EM against certified values, with testthat and jsonlite alone:
#   Rscript -e 'testthat::test_file("examples/data-only/r/test-em.R", stop_on_failure = TRUE)'
library(testthat)
source("em.R")

golden <- file.path("..", "..", "..", "golden")
read <- function(...) jsonlite::fromJSON(file.path(golden, ...), simplifyVector = FALSE)
table <- function(rows) do.call(rbind, lapply(rows, unlist))

# A number in `attainable` begins a block: all that stands below has one scale, its largest certified magnitude.
expect_certified <- function(found, certified, attainable, scale = NULL, what = "") {
  if (is.list(attainable)) {
    for (i in if (is.null(names(attainable))) seq_along(attainable) else names(attainable)) {
      expect_certified(found[[i]], certified[[i]], attainable[[i]], scale[[i]], paste(what, i))
    }
    return(invisible())
  }
  certified <- as.numeric(unlist(certified))
  off <- max(abs(c(t(as.matrix(unlist(found)))) - certified)) / max(abs(certified), as.numeric(scale))
  expect_gte(-log10(max(off, 10^-15.95)), attainable - 2, label = paste0("digits of", what)) # 2: the slack of every judge
}

for (id in c("gaussian/faithful-full-k2", "gaussian/diabetes-full-k3", "gaussian/unemployment-full-slow")) {
  test_that(paste(id, "has the attainable digits"), {
    case <- read("cases", paste0(id, ".json"))
    certified <- read("certified", paste0(id, ".json"))
    data <- read.csv(file.path(golden, "data", paste0(case$data$set, ".csv")))
    x <- as.matrix(na.omit(data[unlist(case$data$columns)]))
    theta <- list(weights = unlist(case$initial$weights), components = lapply(case$initial$components, function(component) {
      list(mean = unlist(component$mean), covariance = table(component$covariance))
    }))
    found <- list(log_evidence = sum(log_evidence_terms(log_joint_density(x, theta))), parameters = list())
    for (t in seq_len(case$iterations)) {
      theta <- em_step(x, theta)
      found$log_evidence[t + 1] <- sum(log_evidence_terms(log_joint_density(x, theta)))
      found$parameters[[as.character(t)]] <- theta
    }
    attainable <- certified$attainable_digits[c("log_evidence", "parameters")]
    expect_certified(found, certified$result, attainable, certified$scales)
  })
}
