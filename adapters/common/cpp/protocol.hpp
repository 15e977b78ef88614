// The adapter protocol over Armadillo's types: one JSON request a line on standard input, one JSON reply a line on standard output.
#pragma once

#include <armadillo>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace protocol {

using Json = nlohmann::json;

/// The library has no such feature, or the question cannot be put to it.
struct Unsupported : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The library refused the input, in the way that it documents.
struct Rejected : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A number, or one of the strings that stand for those JSON cannot write.
inline double number(const Json& value) {
  if (!value.is_string()) return value.get<double>();
  const std::string name = value;
  if (name == "nan") return std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  return name == "inf" ? infinity : -infinity;
}

inline Json written(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

inline arma::vec vector(const Json& values) {
  arma::vec result(values.size());
  for (size_t i = 0; i < values.size(); ++i) result(i) = number(values[i]);
  return result;
}

/// The rows of a JSON table as the columns of a matrix, which is how Armadillo keeps observations.
inline arma::mat columns(const Json& rows) {
  arma::mat result(rows.empty() ? 0 : rows[0].size(), rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].size() != result.n_rows) throw Unsupported("a matrix cannot hold rows of different lengths");
    result.col(i) = vector(rows[i]);
  }
  return result;
}

inline Json list(const arma::vec& values) {
  Json result = Json::array();
  for (double value : values) result.push_back(written(value));
  return result;
}

/// The rows of a matrix.
inline Json table(const arma::mat& matrix) {
  Json result = Json::array();
  for (arma::uword i = 0; i < matrix.n_rows; ++i) result.push_back(list(arma::vec(matrix.row(i).t())));
  return result;
}

/// One component's covariance as a full matrix, whatever the structure it is written in.
inline arma::mat full_covariance(const Json& parameters, size_t k, const std::string& structure, size_t dimensions) {
  if (structure == "identity") return arma::eye(dimensions, dimensions);
  const Json& covariance = structure == "tied" ? parameters.at("covariance") : parameters.at("components")[k].at("covariance");
  if (structure == "spherical") return number(covariance) * arma::eye(dimensions, dimensions);
  if (structure == "diagonal") return arma::diagmat(vector(covariance));
  if (!covariance.empty() && !covariance[0].is_array()) throw Unsupported("not a matrix: it cannot be handed over as one");
  return columns(covariance).t();
}

/// Wall seconds of some repeats of a piece of work, each prepared before the clock starts.
inline Json seconds(size_t repeats, const std::function<std::function<void()>()>& prepare) {
  Json result = Json::array();
  for (size_t i = 0; i < repeats; ++i) {
    const auto work = prepare();
    const auto start = std::chrono::steady_clock::now();
    work();
    result.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return {{"seconds", result}};
}

using Answer = std::function<Json(const Json& request)>;

inline Json reply(const Json& request, const Json& description, const Answer& run, const Answer& bench) {
  const std::string op = request.at("op");
  try {
    if (op == "describe") return {{"ok", description}};
    if (op == "run") return {{"ok", run(request)}};
    if (op == "bench") return {{"ok", bench(request)}};
    return {{"unsupported", "the request " + op}};
  } catch (const Unsupported& reason) {
    return {{"unsupported", reason.what()}};
  } catch (const Rejected& reason) {
    return {{"rejected", reason.what()}};
  } catch (const std::exception& error) {
    return {{"error", error.what()}};
  }
}

/// Answers requests until the input ends. What the library prints goes to standard error.
inline int serve(const Json& description, const Answer& run, const Answer& bench) {
  std::FILE* replies = fdopen(dup(STDOUT_FILENO), "w");
  dup2(STDERR_FILENO, STDOUT_FILENO);
  for (std::string line; std::getline(std::cin, line);) {
    const Json request = Json::parse(line);
    Json answer = reply(request, description, run, bench);
    answer["id"] = request.at("id");
    std::fprintf(replies, "%s\n", answer.dump().c_str());
    std::fflush(replies);
  }
  return 0;
}

}  // namespace protocol
