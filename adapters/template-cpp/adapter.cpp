// A first adapter in C++: it answers `describe` and `evaluate` of Gaussian mixtures with diagonal covariances. Put yours in its place.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

using nlohmann::json;
struct Unsupported : std::runtime_error { using std::runtime_error::runtime_error; };
struct Rejected : std::runtime_error { using std::runtime_error::runtime_error; };
double number(const json& value) {  // JSON has no infinities and no NaN: they are strings, both ways
  if (!value.is_string()) return value.get<double>();
  return value == "nan" ? NAN : value == "inf" ? INFINITY : -INFINITY;
}
json written(double value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

double log_density(const json& x, const json& component) {
  double sum = component.at("mean").size() == x.size() && component.at("covariance").size() == x.size() ? 0 : throw Rejected("a wrong shape");
  for (size_t d = 0; d < x.size(); ++d) {
    const double variance = number(component.at("covariance").at(d)), away = number(x[d]) - number(component.at("mean").at(d));
    if (!(variance > 0 && std::isfinite(variance) && std::isfinite(away))) throw Rejected("a variance that is not positive, or no number");
    sum -= 0.5 * (std::log(2 * M_PI) + std::log(variance) + away / variance * away);
  }
  return sum;
}

json evaluate(const json& problem) {
  if (problem.at("model") != json{{"family", "gaussian"}, {"covariance", "diagonal"}}) throw Unsupported("only diagonal covariances");
  const json &data = problem.at("data"), &components = problem.at("parameters").at("components"), &weights = problem.at("parameters").at("weights");
  double log_evidence = 0;
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0, [](double sum, const json& weight) { return sum + number(weight); });
  if (std::any_of(weights.begin(), weights.end(), [](const json& weight) { return !(number(weight) >= 0); }) || !(std::abs(total - 1) < 1e-9) ||
      weights.size() != components.size() || data.at("observations").empty()) throw Rejected("mixing weights off the simplex, or no data");
  json result = {{"log_densities", json::array()}, {"log_evidence_terms", json::array()}, {"responsibilities", json::array()}};
  for (size_t n = 0; n < data.at("observations").size(); ++n) {
    json densities = json::array(), responsibilities = json::array();
    std::vector<double> joint;
    for (size_t k = 0; k < components.size(); ++k) {
      const double density = log_density(data["observations"][n], components[k]);
      densities.push_back(written(density)), joint.push_back(std::log(number(weights[k]) / total) + density);
    }
    const double most = *std::max_element(joint.begin(), joint.end());  // log-sum-exp: without the shift it underflows
    double sum = 0;
    for (double value : joint) sum += std::exp(value - most);
    const double term = most + std::log(sum);
    for (double value : joint) responsibilities.push_back(written(std::exp(value - term)));
    log_evidence += (data.contains("weights") ? number(data["weights"][n]) : 1) * term;
    result["log_densities"].push_back(densities), result["responsibilities"].push_back(responsibilities), result["log_evidence_terms"].push_back(written(term));
  }
  result["log_evidence"] = written(log_evidence);
  if (!problem.contains("prior")) result["log_joint"] = result["log_evidence"];  // a quantity that is left out is counted, not failed
  return result;
}

json answer(const json& request) {
  if (request.at("op") == "describe")
    return {{"ok", {{"name", "template"}, {"version", "0.1"}, {"precision", "binary64"}, {"operations", {{"evaluate", {{"gaussian", {"diagonal"}}}}}}}}};
  if (request.at("op") == "run" && request.at("case").at("operation") == "evaluate") return {{"ok", evaluate(request["case"])}};
  // YOUR EM: "trajectory" has `initial`, `iterations` and `record`; answer log_evidence and log_joint [T + 1] and parameters {"t": ...}.
  return {{"unsupported", "not written yet"}};
}

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    json request = json::parse(line), reply;
    try { reply = answer(request); }
    catch (const Unsupported& reason) { reply = {{"unsupported", reason.what()}}; }
    catch (const Rejected& reason) { reply = {{"rejected", reason.what()}}; }
    catch (const std::exception& error) { reply = {{"error", error.what()}}; }
    reply["id"] = request.at("id");
    std::cout << reply.dump() << std::endl;  // and flush: the reply is awaited
  }
}
