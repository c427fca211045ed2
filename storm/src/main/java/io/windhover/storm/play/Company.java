package io.windhover.storm.play;

import io.windhover.storm.stage.Field;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all players share.
 *
 * @param setting what is played
 * @param fields  of the collection, all but the key
 * @param askable fields that filters may be about
 * @param oracle  that knows every right answer
 * @param stock   of rows to be inserted
 * @param nextId  the first row id that no partition has had yet
 * @param drops   how often each index was dropped, by name
 */
public record Company(
        Setting setting,
        List<Field> fields,
        List<Field> askable,
        Oracle oracle,
        Stock stock,
        AtomicLong nextId,
        Map<String, AtomicLong> drops) {
    /** Gathers players for a collection with these fields. */
    public static Company of(Setting setting, List<Field> fields, List<Field> askable) {
        Map<String, AtomicLong> drops = new TreeMap<>();
        fields.forEach(field -> drops.put(field.name(), new AtomicLong()));
        return new Company(
                setting,
                fields,
                askable,
                new Oracle(setting.rows(), fields),
                new Stock(setting, fields),
                new AtomicLong(setting.baseRows()),
                drops);
    }

    /** Returns the fields that are vectors. */
    public List<Field> vectors() {
        return fields.stream().filter(Field::isVector).toList();
    }
}
