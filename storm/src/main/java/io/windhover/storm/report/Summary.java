package io.windhover.storm.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.windhover.storm.play.Features;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of a storm can be compared with another.
 *
 * @param server     what it calls itself
 * @param work       what was played, by name; equal for two storms that can be compared
 * @param features   what of all there is was played
 * @param figures    by name
 * @param operations by name
 */
public record Summary(
        String server,
        Map<String, String> work,
        Features features,
        SortedMap<String, Double> figures,
        SortedMap<String, Verdict.Timing> operations) {
    private static final List<String> WORK = List.of("seed", "base rows", "dim", "clients", "scenes", "seconds");

    /**
     * Reads what a storm wrote.
     *
     * @throws IOException if that is something else
     */
    public static Summary of(String json) throws IOException {
        try {
            JsonObject document = JsonParser.parseString(json).getAsJsonObject();
            JsonObject facts = document.getAsJsonObject("facts");
            Map<String, String> work = new LinkedHashMap<>();
            WORK.forEach(name -> work.put(name, facts.get(name).getAsString()));
            SortedMap<String, Double> figures = new TreeMap<>();
            document.getAsJsonObject("figures")
                    .entrySet()
                    .forEach(entry ->
                            figures.put(entry.getKey(), entry.getValue().getAsDouble()));
            SortedMap<String, Verdict.Timing> operations = new TreeMap<>();
            for (Verdict.Timing timing : new Gson().fromJson(document.get("operations"), Verdict.Timing[].class)) {
                operations.put(timing.operation(), timing);
            }
            Features features = new Gson().fromJson(document.get("features"), Features.class);
            return new Summary(facts.get("server").getAsString(), work, features, figures, operations);
        } catch (JsonParseException | IllegalStateException | NullPointerException | NumberFormatException broken) {
            throw new IOException("not what a storm writes with --json: " + broken.getMessage(), broken);
        }
    }
}
