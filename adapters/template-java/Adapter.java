import com.google.gson.*;
import java.io.*;
import java.util.stream.*;

/** A first adapter in Java: it answers `describe` and `evaluate` of Gaussian mixtures with diagonal covariances. Put yours in its place. */
public class Adapter {
    static class Unsupported extends RuntimeException { Unsupported(String reason) { super(reason); } }
    static class Rejected extends RuntimeException { Rejected(String reason) { super(reason); } }
    static double[] numbers(JsonElement list) { // JSON has no infinities and no NaN: they are strings, both ways
        return StreamSupport.stream(list.getAsJsonArray().spliterator(), false).map(JsonElement::getAsString)
            .mapToDouble(text -> Double.parseDouble(text.replace("inf", "Infinity").replace("nan", "NaN"))).toArray();
    }

    static JsonElement written(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : new JsonPrimitive(Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
    }
    static JsonArray written(double[] values) { return DoubleStream.of(values).mapToObj(Adapter::written).collect(JsonArray::new, JsonArray::add, JsonArray::addAll); }
    static double logDensity(double[] x, JsonObject component) {
        double[] mean = numbers(component.get("mean")), variance = numbers(component.get("covariance"));
        if (mean.length != x.length || variance.length != x.length) throw new Rejected("a wrong shape");
        double sum = 0;
        for (int d = 0; d < x.length; d++) {
            double away = x[d] - mean[d];
            if (!(variance[d] > 0 && Double.isFinite(variance[d]) && Double.isFinite(away))) throw new Rejected("a variance that is not positive, or no number");
            sum -= 0.5 * (Math.log(2 * Math.PI) + Math.log(variance[d]) + away / variance[d] * away);
        }
        return sum;
    }

    static JsonObject evaluate(JsonObject problem) {
        if (!problem.get("model").equals(JsonParser.parseString("{\"family\": \"gaussian\", \"covariance\": \"diagonal\"}"))) throw new Unsupported("only diagonal covariances");
        JsonObject data = problem.getAsJsonObject("data"), parameters = problem.getAsJsonObject("parameters");
        JsonArray observations = data.getAsJsonArray("observations"), components = parameters.getAsJsonArray("components");
        double[] weights = numbers(parameters.get("weights"));
        double total = DoubleStream.of(weights).sum(), logEvidence = 0;
        if (DoubleStream.of(weights).anyMatch(weight -> !(weight >= 0)) || !(Math.abs(total - 1) < 1e-9) || weights.length != components.size() || observations.isEmpty())
            throw new Rejected("mixing weights off the simplex, or no data");
        JsonArray densities = new JsonArray(), terms = new JsonArray(), responsibilities = new JsonArray();
        for (int n = 0; n < observations.size(); n++) {
            double[] x = numbers(observations.get(n)), density = new double[weights.length], joint = new double[weights.length];
            for (int k = 0; k < weights.length; k++) {
                density[k] = logDensity(x, components.get(k).getAsJsonObject());
                joint[k] = Math.log(weights[k] / total) + density[k];
            }
            double most = DoubleStream.of(joint).max().getAsDouble(); // log-sum-exp: without the shift it underflows
            double term = most + Math.log(DoubleStream.of(joint).map(value -> Math.exp(value - most)).sum());
            densities.add(written(density));
            terms.add(written(term));
            responsibilities.add(written(DoubleStream.of(joint).map(value -> Math.exp(value - term)).toArray()));
            logEvidence += (data.has("weights") ? numbers(data.get("weights"))[n] : 1) * term;
        }
        JsonObject result = new JsonObject();
        java.util.Map.of("log_densities", densities, "log_evidence_terms", terms, "responsibilities", responsibilities, "log_evidence", written(logEvidence)).forEach(result::add);
        if (!problem.has("prior")) result.add("log_joint", written(logEvidence)); // a quantity that is left out is counted, not failed
        return result;
    }

    static JsonElement answer(JsonObject request) {
        String op = request.get("op").getAsString(), description = "{'name': 'template', 'version': '0.1', 'precision': 'binary64', 'operations': {'evaluate': {'gaussian': ['diagonal']}}}";
        if (op.equals("describe")) return JsonParser.parseString(description.replace('\'', '"'));
        if (op.equals("run") && request.getAsJsonObject("case").get("operation").getAsString().equals("evaluate")) return evaluate(request.getAsJsonObject("case"));
        // YOUR EM: "trajectory" has `initial`, `iterations` and `record`; answer log_evidence and log_joint [T + 1] and parameters {"t": ...}.
        throw new Unsupported("not written yet");
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String line; (line = requests.readLine()) != null; ) {
            JsonObject request = JsonParser.parseString(line).getAsJsonObject(), reply = new JsonObject();
            try { reply.add("ok", answer(request)); }
            catch (Unsupported reason) { reply.addProperty("unsupported", reason.getMessage()); }
            catch (Rejected reason) { reply.addProperty("rejected", reason.getMessage()); }
            catch (RuntimeException error) { reply.addProperty("error", error.toString()); }
            reply.add("id", request.get("id"));
            System.out.println(reply);
            System.out.flush(); // the reply is awaited
        }
    }
}
