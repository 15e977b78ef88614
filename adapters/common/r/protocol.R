# The adapter protocol in R: one JSON request a line on standard input, one JSON reply a line on standard output.
#
# An adapter sources this file and calls `serve()` with a list:
#   describe  a list, or a function that returns one
#   run       function(case): the result, or one of the conditions below
#   bench     function(case): a function of no arguments, the iterations alone; optional
#   library   the namespaces whose stop() is a refusal of input
#   failures  patterns of messages of those stop()s that are failures, not refusals; optional

suppressPackageStartupMessages(library(jsonlite))

raise <- function(kind, message) {
  stop(structure(class = c(kind, "reply", "error", "condition"), list(message = message, call = NULL)))
}

#' The library has no such feature.
unsupported <- function(...) raise("unsupported", paste0(...))

#' The library refuses the input, and has said so otherwise than by stop().
rejected <- function(...) raise("rejected", paste0(...))

#' The library tried and failed, and has said so otherwise than by a condition.
failed <- function(...) raise("error_reply", paste0(...))

# Reading. Requests are parsed without simplification, so that a 1 x 1 matrix stays a matrix.

number <- function(value) {
  if (is.character(value)) return(switch(value, inf = Inf, `-inf` = -Inf, nan = NaN, NA_real_))
  if (length(value) != 1) return(NA_real_)
  as.numeric(value)
}

numbers <- function(list) vapply(list, number, 0)

#' Rows of equal length as a matrix; R has no other tables.
rows <- function(list, what) {
  lengths <- unique(lengths(list))
  if (length(lengths) > 1) unsupported(what, ": rows of different lengths make no matrix in R")
  columns <- if (length(lengths)) lengths else 0
  matrix(numbers(unlist(list, recursive = FALSE)), nrow = length(list), ncol = columns, byrow = TRUE)
}

# Writing. A numeric vector is an array whatever its length, a matrix an array of rows; `scalar` marks a single number.

scalar <- function(x) structure(as.numeric(x), class = "scalar")

digits <- function(x) {
  text <- sprintf("%.17g", x)
  text[is.nan(x) | is.na(x)] <- '"nan"'
  text[is.infinite(x)] <- ifelse(x[is.infinite(x)] > 0, '"inf"', '"-inf"')
  text
}

array_of <- function(items) paste0("[", paste(items, collapse = ","), "]")

encode <- function(x) {
  if (inherits(x, "scalar")) return(digits(as.numeric(unclass(x))[1]))
  if (is.list(x) && !is.null(names(x))) {
    x <- x[!vapply(x, is.null, NA)]
    keys <- vapply(names(x), function(key) as.character(toJSON(unbox(key))), "")
    return(paste0("{", paste(keys, vapply(x, encode, ""), sep = ":", collapse = ","), "}"))
  }
  if (is.list(x)) return(array_of(vapply(x, encode, "")))
  if (is.character(x)) return(as.character(toJSON(unbox(x))))
  if (is.logical(x) && !anyNA(x)) return(tolower(as.character(x)))
  if (is.matrix(x)) return(array_of(apply(x, 1, function(row) array_of(digits(as.numeric(row))))))
  array_of(digits(as.numeric(x)))
}

# Errors. A stop() called by a function of the library is a refusal, and so is R's documented check of what is handed to
# compiled code (`NAOK` of ?.Fortran); an error of the interpreter, of LAPACK or of compiled code is a failure.

#' The namespace whose function called stop(), or "" where the error was not raised by stop().
raised_by <- function() {
  for (index in rev(seq_len(sys.nframe()))) {
    if (index > 1 && identical(sys.function(index), base::stop)) {
      caller <- topenv(environment(sys.function(sys.parents()[index])))
      return(if (isNamespace(caller)) getNamespaceName(caller)[[1]] else "")
    }
  }
  ""
}

#' Evaluates, and turns whatever is signalled into a reply.
answer <- function(expression, adapter) {
  origin <- ""
  noted <- function(condition) if (!inherits(condition, "reply")) origin <<- raised_by()
  tryCatch(
    withCallingHandlers(list(ok = expression), error = noted),
    unsupported = function(e) list(unsupported = conditionMessage(e)),
    rejected = function(e) list(rejected = conditionMessage(e)),
    error = function(e) {
      message <- gsub("[[:space:]]+", " ", conditionMessage(e))
      call <- if (is.null(conditionCall(e))) "" else paste0(deparse(conditionCall(e)[[1]])[1], ": ")
      failure <- any(vapply(as.character(adapter$failures), grepl, NA, x = message))
      refusal <- origin %in% adapter$library || startsWith(message, "NA/NaN/Inf in foreign function call")
      if (refusal && !failure) list(rejected = message) else list(error = paste0(call, message))
    }
  )
}

seconds <- function(adapter, request) {
  if (is.null(adapter$bench)) unsupported("no timing")
  iterate <- adapter$bench(request$case)
  list(seconds = vapply(seq_len(request$repeats), function(i) {
    start <- proc.time()[["elapsed"]]
    iterate()
    proc.time()[["elapsed"]] - start
  }, 0))
}

handle <- function(request, adapter) {
  switch(request$op,
    describe = if (is.function(adapter$describe)) adapter$describe() else adapter$describe,
    run = adapter$run(request$case),
    bench = seconds(adapter, request),
    unsupported("no operation ", request$op)
  )
}

#' Serves until the end of input. Whatever the library prints goes to standard error.
serve <- function(adapter) {
  options(warn = 1)
  input <- file("stdin", "r")
  sink(stderr())
  while (length(line <- readLines(input, n = 1, warn = FALSE))) {
    request <- fromJSON(line, simplifyVector = FALSE)
    reply <- encode(c(list(id = scalar(request$id)), answer(handle(request, adapter), adapter)))
    sink()
    cat(reply, "\n", sep = "")
    flush(stdout())
    sink(stderr())
  }
}
