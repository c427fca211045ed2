package io.windhover.storm.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** A verdict for programs: everything there is, names as in {@link Verdict}. */
public final class JsonReport {
    private JsonReport() {}

    /** Returns one JSON document. */
    public static String of(Verdict verdict) {
        Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("verdict", verdict.isClean() ? "clean" : "wrong");
        document.put("facts", verdict.facts());
        document.put("figures", verdict.figures());
        document.put("operations", verdict.operations());
        document.put("failures", verdict.failures());
        document.put("wrong", verdict.wrong());
        document.put("before", verdict.before());
        document.put("after", verdict.after());
        document.put("features", verdict.features());
        document.put("leftOut", verdict.leftOut());
        document.put("strikes", verdict.strikes());
        document.put("seconds", verdict.seconds());
        return gson.toJson(document) + "\n";
    }
}
