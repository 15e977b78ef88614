import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

/** Numbers, vectors and matrices of the protocol. */
final class Json {
    private Json() {}

    static double number(JsonElement value) {
        JsonPrimitive primitive = value.getAsJsonPrimitive();
        if (primitive.isNumber()) {
            return primitive.getAsDouble();
        }
        String name = primitive.getAsString();
        return name.equals("nan") ? Double.NaN : name.equals("inf") ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    static double[] vector(JsonElement values) {
        JsonArray list = values.getAsJsonArray();
        double[] result = new double[list.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = number(list.get(i));
        }
        return result;
    }

    static double[][] matrix(JsonElement rows) {
        JsonArray list = rows.getAsJsonArray();
        double[][] result = new double[list.size()][];
        for (int i = 0; i < result.length; i++) {
            if (!list.get(i).isJsonArray()) {
                throw new Adapter.Unsupported("not a matrix: it cannot be handed over as one");
            }
            result[i] = vector(list.get(i));
        }
        return result;
    }

    static JsonElement written(double value) {
        if (Double.isNaN(value)) {
            return new JsonPrimitive("nan");
        }
        return Double.isInfinite(value) ? new JsonPrimitive(value > 0 ? "inf" : "-inf") : new JsonPrimitive(value);
    }

    static JsonArray list(double[] values) {
        JsonArray result = new JsonArray();
        for (double value : values) {
            result.add(written(value));
        }
        return result;
    }

    static JsonArray table(double[][] rows) {
        JsonArray result = new JsonArray();
        for (double[] row : rows) {
            result.add(list(row));
        }
        return result;
    }
}
