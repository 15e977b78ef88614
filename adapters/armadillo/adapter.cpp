// Armadillo's gmm_diag and gmm_full, as an adapter. README.md says how they are driven.

#include "../common/cpp/protocol.hpp"

using protocol::Json;
using protocol::Rejected;
using protocol::Unsupported;

namespace {

struct Diagonal {
  using Model = arma::gmm_diag;

  static Model read(const Json& parameters, const std::string& structure, size_t dimensions) {
    const Json& components = parameters.at("components");
    arma::mat variances(dimensions, components.size());
    for (size_t k = 0; k < components.size(); ++k) {
      const arma::vec given = structure == "diagonal"
                                  ? protocol::vector(components[k].at("covariance"))
                                  : arma::vec(protocol::full_covariance(parameters, k, structure, dimensions).diag());
      if (given.n_elem != dimensions) throw Unsupported("a matrix cannot hold columns of different lengths");
      variances.col(k) = given;
    }
    return set<Model>(parameters, variances);
  }

  static Json covariance(const Model& model, size_t k) { return protocol::list(model.dcovs.col(k)); }

  template <class Model, class Covariances>
  static Model set(const Json& parameters, const Covariances& covariances) {
    Json means = Json::array();
    for (const Json& component : parameters.at("components")) means.push_back(component.at("mean"));
    Model model;
    try {
      model.set_params(protocol::columns(means), covariances, arma::rowvec(protocol::vector(parameters.at("weights")).t()));
    } catch (const std::logic_error& refusal) {  // what Armadillo documents to throw on bad arguments
      throw Rejected(refusal.what());
    }
    return model;
  }
};

struct Full {
  using Model = arma::gmm_full;

  static Model read(const Json& parameters, const std::string& structure, size_t dimensions) {
    const size_t count = parameters.at("components").size();
    arma::cube covariances(dimensions, dimensions, count);
    for (size_t k = 0; k < count; ++k) {
      const arma::mat given = protocol::full_covariance(parameters, k, structure, dimensions);
      if (arma::size(given) != arma::size(covariances.slice(k))) throw Unsupported("a cube cannot hold matrices of different sizes");
      covariances.slice(k) = given;
    }
    return Diagonal::set<Model>(parameters, covariances);
  }

  static Json covariance(const Model& model, size_t k) { return protocol::table(model.fcovs.slice(k)); }
};

/// The data of a case; what the library has no argument for is unsupported.
arma::mat observations(const Json& problem, bool learning) {
  if (learning && problem.contains("prior")) throw Unsupported("no priors");
  if (learning && problem.at("data").contains("weights")) throw Unsupported("no observation weights");
  return protocol::columns(problem.at("data").at("observations"));
}

/// EM from what the model holds: no seeding, no k-means, no floor under variances.
template <class Model>
void iterate(Model& model, const arma::mat& x, size_t iterations) {
  if (!model.learn(x, model.n_gaus(), arma::eucl_dist, arma::keep_existing, 0, iterations, 0.0, false))
    throw Rejected("learn() returned false");
}

template <class Structure>
Json parameters(const typename Structure::Model& model) {
  Json components = Json::array();
  for (size_t k = 0; k < model.n_gaus(); ++k)
    components.push_back({{"mean", protocol::list(model.means.col(k))}, {"covariance", Structure::covariance(model, k)}});
  return {{"weights", protocol::list(model.hefts.t())}, {"components", components}};
}

template <class Structure>
Json evaluate(const Json& problem, const std::string& structure) {
  const arma::mat x = observations(problem, false);
  const auto model = Structure::read(problem.at("parameters"), structure, x.n_rows);
  arma::mat densities(x.n_cols, model.n_gaus());
  for (size_t k = 0; k < model.n_gaus(); ++k) densities.col(k) = model.log_p(x, k).t();
  Json result = {{"log_densities", protocol::table(densities)}, {"log_evidence_terms", protocol::list(model.log_p(x).t())}};
  if (problem.at("data").contains("weights")) return result;
  result["log_evidence"] = protocol::written(model.sum_log_p(x));
  if (!problem.contains("prior")) result["log_joint"] = result["log_evidence"];
  return result;
}

template <class Structure>
Json trajectory(const Json& problem, const std::string& structure) {
  const arma::mat x = observations(problem, true);
  auto model = Structure::read(problem.at("initial"), structure, x.n_rows);
  Json evidence = Json::array(), recorded = Json::object();
  const size_t iterations = problem.at("iterations");
  for (size_t t = 0; t <= iterations; ++t) {
    if (t > 0) iterate(model, x, 1);
    evidence.push_back(protocol::written(model.sum_log_p(x)));
    for (const size_t wanted : problem.at("record"))
      if (wanted == t) recorded[std::to_string(t)] = parameters<Structure>(model);
  }
  return {{"log_evidence", evidence}, {"log_joint", evidence}, {"parameters", recorded}};
}

template <class Structure>
Json fit(const Json& problem, const std::string& structure) {
  if (problem.at("tolerance") != 0.0) throw Unsupported("the tolerance of learn() is fixed, at 2.2e-16");
  const arma::mat x = observations(problem, true);
  auto model = Structure::read(problem.at("initial"), structure, x.n_rows);
  iterate(model, x, problem.at("max_iterations"));
  const Json evidence = protocol::written(model.sum_log_p(x));
  return {{"parameters", parameters<Structure>(model)}, {"log_evidence", evidence}, {"log_joint", evidence}};
}

template <class Structure>
Json bench(const Json& problem, const std::string& structure, size_t repeats) {
  const arma::mat x = observations(problem, true);
  return protocol::seconds(repeats, [&] {
    auto model = Structure::read(problem.at("initial"), structure, x.n_rows);
    const size_t iterations = problem.at("iterations");
    return [model, &x, iterations]() mutable { iterate(model, x, iterations); };
  });
}

template <class Structure>
Json operation(const Json& problem, const std::string& structure) {
  const std::string name = problem.at("operation");
  if (name == "evaluate") return evaluate<Structure>(problem, structure);
  const bool own = structure == (std::is_same_v<Structure, Diagonal> ? "diagonal" : "full");
  if (!own) throw Unsupported("learn() fits diagonal and full covariances");
  if (name == "trajectory") return trajectory<Structure>(problem, structure);
  if (name == "fit") return fit<Structure>(problem, structure);
  throw Unsupported("no operation " + name);
}

std::string structure_of(const Json& problem) {
  if (!problem.contains("model") || problem.at("model").at("family") != "gaussian") throw Unsupported("Gaussian mixtures only");
  return problem.at("model").at("covariance");
}

Json run(const Json& request) {
  const Json& problem = request.at("case");
  const std::string structure = structure_of(problem);
  return structure == "full" || structure == "tied" ? operation<Full>(problem, structure) : operation<Diagonal>(problem, structure);
}

Json timed(const Json& request) {
  const Json& problem = request.at("case");
  const std::string structure = structure_of(problem);
  if (problem.at("operation") != "trajectory" || (structure != "full" && structure != "diagonal"))
    throw Unsupported("only trajectories of diagonal and full covariances are timed");
  const size_t repeats = request.at("repeats");
  return structure == "full" ? bench<Full>(problem, structure, repeats) : bench<Diagonal>(problem, structure, repeats);
}

Json description() {
  const Json all = {"identity", "spherical", "diagonal", "full", "tied"}, learnt = {"diagonal", "full"};
  const auto version = arma::arma_version::as_string();
  return {{"name", "armadillo"},
          {"version", version.substr(0, version.find(' '))},
          {"language", "C++"},
          {"precision", "binary64"},
          {"operations", {{"evaluate", {{"gaussian", all}}}, {"trajectory", {{"gaussian", learnt}}}, {"fit", {{"gaussian", learnt}}}}},
          {"priors", false},
          {"observation_weights", false}};
}

}  // namespace

int main() { return protocol::serve(description(), run, timed); }
