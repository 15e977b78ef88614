// mlpack's GMM and DiagonalGMM, as an adapter. README.md says how they are driven.

#include <mlpack/methods/gmm/gmm.hpp>
#include <mlpack/methods/gmm/diagonal_gmm.hpp>

#include "../common/cpp/protocol.hpp"

using protocol::Json;
using protocol::Rejected;
using protocol::Unsupported;

namespace {

/// Whether the library is taken at its word: so many iterations are asked for as are wanted, and what it returns as the log
/// likelihood is reported of weighted observations too. README.md says what comes of it.
bool as_documented = false;

/// What mlpack documents to throw where a covariance has no Cholesky factor, and what Armadillo does on bad arguments.
template <class Work>
auto refusing(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::runtime_error& refusal) {
    throw Rejected(refusal.what());
  } catch (const std::logic_error& refusal) {
    throw Rejected(refusal.what());
  }
}

/// Assignments that are given, in the place of those that k-means would find.
struct Given {
  arma::Row<size_t> assignments;
  void Cluster(const arma::mat&, size_t, arma::Row<size_t>& found) { found = assignments; }
};

struct Full {
  using Model = mlpack::GMM;
  using Component = mlpack::GaussianDistribution<>;
  template <class Clusterer>
  using Fit = mlpack::EMFit<Clusterer, mlpack::NoConstraint, Component>;
  static constexpr const char* structure = "full";
  /// EMFit counts from 1 and stops where the count is reached.
  static size_t limit(size_t iterations, bool) { return iterations + 1; }

  static arma::mat covariance(const Json& parameters, size_t k, const std::string& structure, size_t dimensions) {
    const arma::mat given = protocol::full_covariance(parameters, k, structure, dimensions);
    if (given.n_cols != dimensions || given.n_rows != dimensions) throw Unsupported("a covariance of another size: not checked by mlpack");
    return given;
  }
  static Json written(const Component& component) { return protocol::table(component.Covariance()); }
};

struct Diagonal {
  using Model = mlpack::DiagonalGMM;
  using Component = mlpack::DiagonalGaussianDistribution<>;
  template <class Clusterer>
  using Fit = mlpack::EMFit<Clusterer, mlpack::NoConstraint, Component>;
  static constexpr const char* structure = "diagonal";
  /// Handed on to Armadillo, which counts iterations; with weights it is as for full covariances.
  static size_t limit(size_t iterations, bool weighted) { return iterations + weighted; }

  static arma::vec covariance(const Json& parameters, size_t k, const std::string& structure, size_t dimensions) {
    return Full::covariance(parameters, k, structure, dimensions).diag();
  }
  static Json written(const Component& component) { return protocol::list(component.Covariance()); }
};

template <class Structure>
typename Structure::Model read(const Json& parameters, const std::string& structure, size_t dimensions) {
  std::vector<typename Structure::Component> components;
  for (size_t k = 0; k < parameters.at("components").size(); ++k) {
    const arma::vec mean = protocol::vector(parameters.at("components")[k].at("mean"));
    if (mean.n_elem != dimensions) throw Unsupported("a mean of another dimension: not checked by mlpack");
    const auto covariance = Structure::covariance(parameters, k, structure, dimensions);
    components.push_back(refusing([&] { return typename Structure::Component(mean, covariance); }));
  }
  const arma::vec weights = protocol::vector(parameters.at("weights"));
  if (weights.n_elem != components.size()) throw Unsupported("another number of weights: not checked by mlpack");
  return {components, weights};
}

template <class Structure>
Json parameters(const typename Structure::Model& model) {
  Json components = Json::array();
  for (size_t k = 0; k < model.Gaussians(); ++k)
    components.push_back({{"mean", protocol::list(model.Component(k).Mean())}, {"covariance", Structure::written(model.Component(k))}});
  return {{"weights", protocol::list(model.Weights())}, {"components", components}};
}

/// The data of a case, and the weights of observations, which mlpack calls the probabilities that they are of this mixture.
struct Data {
  arma::mat x;
  arma::vec weights;
  bool weighted;

  Data(const Json& problem, bool training) : weighted(problem.at("data").contains("weights")) {
    if (training && problem.contains("prior")) throw Unsupported("no priors");
    x = protocol::columns(problem.at("data").at("observations"));
    if (weighted) weights = protocol::vector(problem.at("data").at("weights"));
  }
};

/// EM from what the model holds, for so many iterations; the log likelihood of where it ends, which Train() returns.
template <class Structure>
double train(typename Structure::Model& model, const Data& data, size_t iterations, double tolerance) {
  using Fit = typename Structure::template Fit<mlpack::KMeans<>>;
  const size_t limit = as_documented ? iterations : Structure::limit(iterations, data.weighted);
  const Fit fitter(limit, tolerance, {}, {});
  return refusing([&] {
    return data.weighted ? model.Train(data.x, data.weights, 1, true, fitter) : model.Train(data.x, 1, true, fitter);
  });
}

template <class Structure>
Json evaluate(const Json& problem, const std::string& structure) {
  const Data data(problem, false);
  auto model = read<Structure>(problem.at("parameters"), structure, data.x.n_rows);
  arma::mat densities(data.x.n_cols, model.Gaussians());
  for (size_t k = 0; k < model.Gaussians(); ++k) {
    arma::vec column;
    model.Component(k).LogProbability(data.x, column);
    densities.col(k) = column;
  }
  arma::vec terms;
  model.LogProbability(data.x, terms);
  return {{"log_densities", protocol::table(densities)}, {"log_evidence_terms", protocol::list(terms)}};
}

template <class Structure>
Json trajectory(const Json& problem, const std::string& structure) {
  const Data data(problem, true);
  auto model = read<Structure>(problem.at("initial"), structure, data.x.n_rows);
  Json evidence = Json::array(), recorded = Json::object();
  const size_t iterations = problem.at("iterations");
  for (size_t t = 0; t <= iterations; ++t) {
    if (t > 0 || !as_documented) evidence.push_back(protocol::written(train<Structure>(model, data, t > 0, -1)));
    for (const size_t wanted : problem.at("record"))
      if (wanted == t) recorded[std::to_string(t)] = parameters<Structure>(model);
  }
  if (data.weighted || as_documented) return {{"parameters", recorded}};  // its log likelihood is that of the observations without weights
  return {{"log_evidence", evidence}, {"log_joint", evidence}, {"parameters", recorded}};
}

template <class Structure>
Json fit(const Json& problem, const std::string& structure) {
  if (problem.at("tolerance") != 0.0) throw Unsupported("the tolerance is of the change itself, not of the relative change");
  const Data data(problem, true);
  auto model = read<Structure>(problem.at("initial"), structure, data.x.n_rows);
  const size_t most = problem.at("max_iterations");
  const Json evidence = protocol::written(train<Structure>(model, data, most, 0));
  if (data.weighted && !as_documented) return {{"parameters", parameters<Structure>(model)}};
  return {{"parameters", parameters<Structure>(model)}, {"log_evidence", evidence}, {"log_joint", evidence}};
}

/// An M-step is what EMFit makes of the assignments of its clusterer: responsibilities of 0 and 1.
template <class Structure>
Json maximize(const Json& problem) {
  const Data data(problem, true);
  const arma::mat q = protocol::columns(problem.at("responsibilities"));
  if (data.weighted) throw Unsupported("the M-step from assignments takes no observation weights");
  if (q.n_cols != data.x.n_cols || !arma::all(arma::vectorise(q % (1 - q)) == 0.0) || !arma::all(arma::sum(q, 0) == 1.0))
    throw Unsupported("the M-step takes assignments: responsibilities of 0 and 1");
  const Given given{arma::conv_to<arma::Row<size_t>>::from(arma::index_max(q, 0))};
  typename Structure::template Fit<Given> fitter(Structure::limit(0, false), -1, given, {});
  typename Structure::Model model(q.n_rows, data.x.n_rows);
  refusing([&] { return model.Train(data.x, 1, false, fitter); });
  return {{"parameters", parameters<Structure>(model)}};
}

template <class Structure>
Json operation(const Json& problem, const std::string& structure) {
  const std::string name = problem.at("operation");
  if (name == "evaluate") return evaluate<Structure>(problem, structure);
  if (structure != Structure::structure) throw Unsupported("Train() fits diagonal and full covariances");
  if (name == "trajectory") return trajectory<Structure>(problem, structure);
  if (name == "fit") return fit<Structure>(problem, structure);
  if (name == "maximize") return maximize<Structure>(problem);
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

template <class Structure>
Json timed(const Json& problem, size_t repeats) {
  const Data data(problem, true);
  const auto start = read<Structure>(problem.at("initial"), Structure::structure, data.x.n_rows);
  const size_t iterations = problem.at("iterations");
  return protocol::seconds(repeats, [&] {
    return [model = start, &data, iterations]() mutable { train<Structure>(model, data, iterations, -1); };
  });
}

Json bench(const Json& request) {
  const Json& problem = request.at("case");
  const std::string structure = structure_of(problem);
  if (problem.at("operation") != "trajectory") throw Unsupported("only trajectories are timed");
  if (structure == "full") return timed<Full>(problem, request.at("repeats"));
  if (structure == "diagonal") return timed<Diagonal>(problem, request.at("repeats"));
  throw Unsupported("Train() fits diagonal and full covariances");
}

Json description() {
  const Json all = {"identity", "spherical", "diagonal", "full", "tied"}, trained = {"diagonal", "full"};
  const std::string version = mlpack::util::GetVersion();
  return {{"name", "mlpack"},
          {"version", version.substr(version.find(' ') + 1)},
          {"language", "C++"},
          {"precision", "binary64"},
          {"operations",
           {{"evaluate", {{"gaussian", all}}},
            {"maximize", {{"gaussian", trained}}},
            {"trajectory", {{"gaussian", trained}}},
            {"fit", {{"gaussian", trained}}}}},
          {"priors", false},
          {"observation_weights", true}};
}

}  // namespace

int main(int count, char** arguments) {
  as_documented = count > 1 && std::string(arguments[1]) == "--as-documented";
  return protocol::serve(description(), run, bench);
}
