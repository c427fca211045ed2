package io.windhover.storm.play;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.windhover.storm.stage.Field;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a storm plays of all there is, so that the same can be played against another server.
 *
 * @param fields     by name, each with the kind of its index, {@code None} if it has none
 * @param askable    names of the fields that filters are about
 * @param canRebuild whether indexes are dropped while the collection is loaded
 * @param hasHybrid  whether hybrid searches are played
 */
public record Features(
        SortedMap<String, String> fields, SortedSet<String> askable, boolean canRebuild, boolean hasHybrid) {
    /** What is known of servers without asking them, by the name that a user gives. */
    private static final String KNOWN = "milvus-2.3";

    /** Says what a storm with these abilities plays. */
    public static Features of(Abilities abilities) {
        SortedMap<String, String> fields = new TreeMap<>();
        abilities
                .fields()
                .forEach(field -> fields.put(field.name(), field.index().name()));
        SortedSet<String> askable = new TreeSet<>();
        abilities.askable().forEach(field -> askable.add(field.name()));
        return new Features(fields, askable, abilities.canRebuild(), abilities.hasHybrid());
    }

    /**
     * Reads what another server has.
     *
     * @param name {@code milvus-2.3}, or a file that a storm wrote as JSON
     * @throws IOException if it is neither
     */
    public static Features like(String name) throws IOException {
        if (!name.equals(KNOWN)) {
            return parsed(Files.readString(Path.of(name)));
        }
        try (InputStream known = Features.class.getResourceAsStream(KNOWN + ".json")) {
            return parsed(new String(known.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Features parsed(String text) throws IOException {
        try {
            JsonObject document = JsonParser.parseString(text).getAsJsonObject();
            Features features = new Gson().fromJson(document.get("features"), Features.class);
            if (features != null && features.fields() != null && features.askable() != null) {
                return features;
            }
        } catch (JsonParseException | IllegalStateException broken) {
            throw new IOException("not what a storm writes: " + broken.getMessage(), broken);
        }
        throw new IOException("does not say what was played: no \"features\" in it");
    }

    /**
     * Returns what of a server's abilities is played so that the work is that of these features.
     *
     * @param like whose features these are, for the report
     */
    public Abilities among(Abilities abilities, String like) {
        List<Field> kept = new ArrayList<>();
        List<String> leftOut = new ArrayList<>(abilities.leftOut());
        for (Field field : abilities.fields()) {
            String index = fields.getOrDefault(field.name(), "");
            if (index.equals(field.index().name())) {
                kept.add(field);
            } else if (index.equals(field.bare().index().name())) {
                kept.add(field.bare());
                note(leftOut, true, "index " + field.index().getName() + " on " + field.name(), like);
            } else {
                note(leftOut, true, field.name() + ", " + field.title(), like);
            }
        }
        note(leftOut, abilities.canRebuild() && !canRebuild, "dropping indexes while the collection is loaded", like);
        note(leftOut, abilities.hasHybrid() && !hasHybrid, "hybrid search", like);
        List<Field> asked = new ArrayList<>();
        for (Field field : kept) {
            boolean can =
                    abilities.askable().stream().anyMatch(able -> able.name().equals(field.name()));
            if (can && askable.contains(field.name())) {
                asked.add(field);
            }
            note(leftOut, can && !askable.contains(field.name()), "filters by " + field.name(), like);
        }
        return new Abilities(
                kept, asked, abilities.canRebuild() && canRebuild, abilities.hasHybrid() && hasHybrid, leftOut);
    }

    private static void note(List<String> leftOut, boolean isLeftOut, String what, String like) {
        if (isLeftOut) {
            leftOut.add(what + because(like));
        }
    }

    private static String because(String name) {
        return ": not played, to be like " + name;
    }
}
