package io.windhover.cluster.message;

import io.windhover.model.DatabaseException;
import io.windhover.model.Invariant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A value of one of several types: the name of its type, then the value. Types it does not know are damage. */
final class ChoiceForm implements Form {
    private record Choice(byte[] name, Form form) {}

    private final String what;
    private final List<Class<?>> types;
    private final Map<Class<?>, Choice> byType = new HashMap<>();
    private final Map<String, Form> byName = new HashMap<>();

    /** Chooses among {@code types}; sealed ones stand for all that they permit. */
    ChoiceForm(String what, List<Class<?>> types) {
        this.what = what;
        this.types = types.stream().flatMap(type -> leaves(type).stream()).toList();
    }

    private static List<Class<?>> leaves(Class<?> type) {
        if (!type.isSealed()) {
            return List.of(type);
        }
        List<Class<?>> all = new ArrayList<>();
        Arrays.stream(type.getPermittedSubclasses()).forEach(permitted -> all.addAll(leaves(permitted)));
        return all;
    }

    void prepare(Forms all) {
        for (Class<?> type : types) {
            String name = Names.of(type);
            Form form = all.of(type);
            Invariant.check(byName.put(name, form) == null, "two types of {} are named {}", what, name);
            byType.put(type, new Choice(TextForm.utf8(name), form));
        }
    }

    @Override
    public void write(MessageSink sink, Object value) {
        Choice choice = byType.get(value.getClass());
        if (choice == null) {
            throw DatabaseException.invalid("a message cannot have a %s as %s", Names.of(value.getClass()), what);
        }
        sink.writeInt(choice.name().length);
        sink.writeBytes(choice.name());
        choice.form().write(sink, value);
    }

    @Override
    public Object read(MessageSource source) {
        String name = source.readText(source.readCount(1));
        Form form = byName.get(name);
        if (form == null) {
            throw source.damaged("\"" + name + "\" is no known " + what);
        }
        return form.read(source);
    }
}
