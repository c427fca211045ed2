package io.windhover.cluster.message;

import io.windhover.model.DatabaseException;
import io.windhover.model.PersistentMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The forms of lists, sets and maps: how many, then each. */
final class GroupForms {
    private GroupForms() {}

    /** A list. */
    record ListForm(Form element) implements Form {
        @Override
        public void write(MessageSink sink, Object value) {
            writeAll(sink, element, (Collection<?>) value);
        }

        @Override
        public Object read(MessageSource source) {
            int count = source.readCount(1);
            List<Object> values = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                values.add(element.read(source));
            }
            return Collections.unmodifiableList(values);
        }

        @Override
        public Optional<Object> absent() {
            return Optional.of(List.of());
        }
    }

    /** A set, in its own order. */
    record SetForm(Form element) implements Form {
        @Override
        public void write(MessageSink sink, Object value) {
            writeAll(sink, element, (Collection<?>) value);
        }

        @Override
        public Object read(MessageSource source) {
            int count = source.readCount(1);
            LinkedHashSet<Object> values = new LinkedHashSet<>();
            for (int i = 0; i < count; i++) {
                values.add(element.read(source));
            }
            return Collections.unmodifiableSet(values);
        }

        @Override
        public Optional<Object> absent() {
            return Optional.of(Collections.unmodifiableSet(new LinkedHashSet<>()));
        }
    }

    /** A map, in its own order. */
    record MapForm(Form key, Form value) implements Form {
        @Override
        public void write(MessageSink sink, Object map) {
            writeEntries(sink, this, ((Map<?, ?>) map).size(), ((Map<?, ?>) map).entrySet());
        }

        @Override
        public Object read(MessageSource source) {
            int count = source.readCount(2);
            Map<Object, Object> values = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                values.put(key.read(source), value.read(source));
            }
            return Collections.unmodifiableMap(values);
        }

        @Override
        public Optional<Object> absent() {
            return Optional.of(Map.of());
        }
    }

    /** A persistent map, in order of its keys. */
    record PersistentForm(MapForm entries) implements Form {
        @Override
        public void write(MessageSink sink, Object value) {
            PersistentMap<?, ?> map = (PersistentMap<?, ?>) value;
            writeEntries(sink, entries, map.size(), map);
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public Object read(MessageSource source) {
            int count = source.readCount(2);
            PersistentMap values = PersistentMap.empty();
            for (int i = 0; i < count; i++) {
                Comparable<?> key = (Comparable<?>) entries.key().read(source);
                values = values.with(key, entries.value().read(source));
            }
            return values;
        }

        @Override
        public Optional<Object> absent() {
            return Optional.of(PersistentMap.empty());
        }
    }

    private static void writeAll(MessageSink sink, Form element, Collection<?> values) {
        sink.writeInt(values.size());
        for (Object value : values) {
            element.write(sink, present(value));
        }
    }

    private static void writeEntries(
            MessageSink sink, MapForm form, int count, Iterable<? extends Map.Entry<?, ?>> entries) {
        sink.writeInt(count);
        for (Map.Entry<?, ?> entry : entries) {
            form.key().write(sink, present(entry.getKey()));
            form.value().write(sink, present(entry.getValue()));
        }
    }

    private static Object present(Object value) {
        if (value == null) {
            throw DatabaseException.invalid("a message cannot have a null in a list or map");
        }
        return value;
    }
}
