import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.apache.commons.math3.distribution.MixtureMultivariateNormalDistribution;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.distribution.MultivariateRealDistribution;
import org.apache.commons.math3.distribution.fitting.MultivariateNormalMixtureExpectationMaximization;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.util.ExceptionContextProvider;
import org.apache.commons.math3.util.Pair;

/** Apache Commons Math, as an adapter. README.md says how it is driven. */
public final class Adapter {
    /** The library has no such feature. */
    static final class Unsupported extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unsupported(String reason) {
            super(reason);
        }
    }

    /** Where the library's archive says its version. */
    private static final String PROPERTIES = "/META-INF/maven/org.apache.commons/commons-math3/pom.properties";

    /** Whether fit() is taken at its word: iterations asked for as they are wanted, its log likelihood as it is returned. */
    private static boolean asDocumented;

    /** One problem: data and the mixture to begin with. */
    private record Problem(double[][] x, MixtureMultivariateNormalDistribution mixture) {
        static Problem read(JsonObject task, String parameters) {
            double[][] x = Json.matrix(task.getAsJsonObject("data").get("observations"));
            String structure = task.getAsJsonObject("model").get("covariance").getAsString();
            return new Problem(x, Adapter.mixture(task.getAsJsonObject(parameters), structure, x.length > 0 ? x[0].length : 0));
        }
    }

    /** The covariance of a component as a full matrix, whatever the structure it is written in. */
    private static double[][] covariance(JsonObject parameters, JsonObject component, String structure, int dimensions) {
        if (structure.equals("full") || structure.equals("tied")) {
            return Json.matrix((structure.equals("full") ? component : parameters).get("covariance"));
        }
        double[][] result = new double[dimensions][dimensions];
        for (int d = 0; d < dimensions; d++) {
            result[d][d] = switch (structure) {
                case "identity" -> 1;
                case "spherical" -> Json.number(component.get("covariance"));
                default -> Json.number(component.getAsJsonArray("covariance").get(d));
            };
        }
        return result;
    }

    private static MixtureMultivariateNormalDistribution mixture(JsonObject parameters, String structure, int dimensions) {
        JsonArray components = parameters.getAsJsonArray("components");
        double[][] means = new double[components.size()][];
        double[][][] covariances = new double[means.length][][];
        for (int k = 0; k < means.length; k++) {
            JsonObject component = components.get(k).getAsJsonObject();
            means[k] = Json.vector(component.get("mean"));
            covariances[k] = covariance(parameters, component, structure, dimensions);
        }
        return new MixtureMultivariateNormalDistribution(Json.vector(parameters.get("weights")), means, covariances);
    }

    private static JsonObject parameters(MixtureMultivariateNormalDistribution mixture) {
        JsonArray weights = new JsonArray();
        JsonArray components = new JsonArray();
        for (Pair<Double, MultivariateNormalDistribution> pair : mixture.getComponents()) {
            weights.add(Json.written(pair.getFirst()));
            JsonObject component = new JsonObject();
            component.add("mean", Json.list(pair.getSecond().getMeans()));
            component.add("covariance", Json.table(pair.getSecond().getCovariances().getData()));
            components.add(component);
        }
        JsonObject result = new JsonObject();
        result.add("weights", weights);
        result.add("components", components);
        return result;
    }

    /** Logarithms of the densities, which the library has in linear space alone; null where one is out of a double's range. */
    private static double[] logDensities(MultivariateRealDistribution distribution, double[][] x) {
        double[] result = new double[x.length];
        for (int n = 0; n < x.length; n++) {
            double density = distribution.density(x[n]);
            if (density < Double.MIN_NORMAL || density == Double.POSITIVE_INFINITY) {
                return null;
            }
            result[n] = Math.log(density);
        }
        return result;
    }

    private static JsonObject evaluate(JsonObject task) {
        Problem problem = Problem.read(task, "parameters");
        List<Pair<Double, MultivariateNormalDistribution>> components = problem.mixture.getComponents();
        double[][] rows = new double[problem.x.length][components.size()];
        for (int k = 0; rows != null && k < components.size(); k++) {
            double[] column = logDensities(components.get(k).getSecond(), problem.x);
            for (int n = 0; column != null && n < column.length; n++) {
                rows[n][k] = column[n];
            }
            rows = column == null ? null : rows;
        }
        double[] terms = logDensities(problem.mixture, problem.x);
        if (rows == null && terms == null) {
            throw new Unsupported("a density is out of the range of a double, and there are no log densities");
        }
        JsonObject result = new JsonObject();
        result.add("log_densities", rows == null ? JsonNull.INSTANCE : Json.table(rows));
        result.add("log_evidence_terms", terms == null ? JsonNull.INSTANCE : Json.list(terms));
        return result;
    }

    private static void learns(JsonObject task) {
        if (!task.getAsJsonObject("model").get("covariance").getAsString().equals("full")) {
            throw new Unsupported("only full covariances are fitted");
        }
        if (task.has("prior")) {
            throw new Unsupported("no priors");
        }
        if (task.getAsJsonObject("data").has("weights")) {
            throw new Unsupported("no observation weights");
        }
        JsonArray rows = task.getAsJsonObject("data").getAsJsonArray("observations");
        if (rows.size() > 0 && rows.get(0).getAsJsonArray().size() == 1) {
            throw new Unsupported("data of one column are not fitted");
        }
    }

    /** Fits as fit() does with so many iterations allowed; that there was no convergence by then is no failure here. */
    private static MultivariateNormalMixtureExpectationMaximization fitted(
            double[][] x, MixtureMultivariateNormalDistribution start, int maxIterations) {
        MultivariateNormalMixtureExpectationMaximization em = new MultivariateNormalMixtureExpectationMaximization(x);
        try {
            em.fit(start, maxIterations, Double.MIN_VALUE);
        } catch (ConvergenceException expected) {
            // The model is that of the last iteration.
        }
        return em;
    }

    /** Exactly t iterations, two (or once three) at a time: fit() does one more than it allows, and so never fewer than two. */
    private static MixtureMultivariateNormalDistribution after(Problem problem, int t) {
        MixtureMultivariateNormalDistribution mixture = problem.mixture;
        if (asDocumented) {
            return t == 0 ? mixture : fitted(problem.x, mixture, t).getFittedModel();
        }
        for (int left = t; left >= 2; ) {
            int step = left == 3 ? 3 : 2;
            mixture = fitted(problem.x, mixture, step - 1).getFittedModel();
            left -= step;
        }
        return mixture;
    }

    private static JsonObject trajectory(JsonObject task) {
        learns(task);
        Problem problem = Problem.read(task, "initial");
        JsonObject recorded = new JsonObject();
        for (JsonElement record : task.getAsJsonArray("record")) {
            if (record.getAsInt() != 1 || asDocumented) {
                recorded.add(record.getAsString(), parameters(after(problem, record.getAsInt())));
            }
        }
        JsonObject result = new JsonObject();
        result.add("parameters", recorded);
        return result;
    }

    private static JsonObject fit(JsonObject task) {
        learns(task);
        if (task.get("tolerance").getAsDouble() != 0) {
            throw new Unsupported("the tolerance is of the change of the mean log likelihood, not of the relative change");
        }
        Problem problem = Problem.read(task, "initial");
        int most = task.get("max_iterations").getAsInt() - 1;
        MultivariateNormalMixtureExpectationMaximization em = fitted(problem.x, problem.mixture, most);
        JsonElement evidence = Json.written(em.getLogLikelihood() * (asDocumented ? 1 : problem.x.length));
        JsonObject result = new JsonObject();
        result.add("parameters", parameters(em.getFittedModel()));
        result.add("log_evidence", evidence);
        result.add("log_joint", evidence);
        return result;
    }

    private static JsonObject run(JsonObject task) {
        String operation = task.get("operation").getAsString();
        if (!task.has("model") || !task.getAsJsonObject("model").get("family").getAsString().equals("gaussian")) {
            throw new Unsupported("Gaussian mixtures only");
        }
        return switch (operation) {
            case "evaluate" -> evaluate(task);
            case "trajectory" -> trajectory(task);
            case "fit" -> fit(task);
            default -> throw new Unsupported("no operation " + operation);
        };
    }

    private static JsonObject bench(JsonObject task, int repeats) {
        learns(task);
        Problem problem = Problem.read(task, "initial");
        int iterations = task.get("iterations").getAsInt();
        if (!task.get("operation").getAsString().equals("trajectory") || iterations < 2) {
            throw new Unsupported("only trajectories of two iterations and more are timed");
        }
        JsonArray seconds = new JsonArray();
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            fitted(problem.x, problem.mixture, iterations - 1);
            seconds.add((System.nanoTime() - start) * 1e-9);
        }
        JsonObject result = new JsonObject();
        result.add("seconds", seconds);
        return result;
    }

    private static JsonObject description() throws IOException {
        Properties archive = new Properties();
        try (InputStream properties = MultivariateNormalDistribution.class.getResourceAsStream(PROPERTIES)) {
            archive.load(properties);
        }
        String operations = "{\"evaluate\": {\"gaussian\": [\"identity\", \"spherical\", \"diagonal\", \"full\", \"tied\"]},"
                + " \"trajectory\": {\"gaussian\": [\"full\"]}, \"fit\": {\"gaussian\": [\"full\"]}}";
        JsonObject result = JsonParser.parseString("{\"name\": \"commons-math\", \"language\": \"Java\", \"precision\": \"binary64\","
                + " \"priors\": false, \"observation_weights\": false, \"operations\": " + operations + "}").getAsJsonObject();
        result.addProperty("version", archive.getProperty("version"));
        return result;
    }

    private static void answer(JsonObject request, JsonObject reply) throws IOException {
        try {
            String op = request.get("op").getAsString();
            reply.add("ok", switch (op) {
                case "describe" -> description();
                case "run" -> run(request.getAsJsonObject("case"));
                case "bench" -> bench(request.getAsJsonObject("case"), request.get("repeats").getAsInt());
                default -> throw new Unsupported("the request " + op);
            });
        } catch (Unsupported reason) {
            reply.addProperty("unsupported", reason.getMessage());
        } catch (RuntimeException error) {
            String name = error.getClass().getSimpleName();
            // All exceptions that the library throws on purpose carry a context.
            reply.addProperty(error instanceof ExceptionContextProvider ? "rejected" : "error", name + ": " + error.getMessage());
        }
    }

    public static void main(String[] arguments) throws IOException {
        asDocumented = arguments.length > 0 && arguments[0].equals("--as-documented");
        PrintStream replies = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            JsonObject request = JsonParser.parseString(line).getAsJsonObject();
            JsonObject reply = new JsonObject();
            reply.add("id", request.get("id"));
            answer(request, reply);
            replies.println(reply);
        }
    }
}
