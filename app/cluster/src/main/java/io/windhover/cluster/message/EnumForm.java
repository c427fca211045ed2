package io.windhover.cluster.message;

import java.util.HashMap;
import java.util.Map;

/** A constant of an enum by its name. */
final class EnumForm implements Form {
    private final String what;
    private final byte[][] names;
    private final Map<String, Object> byName = new HashMap<>();

    EnumForm(Class<?> type) {
        what = Names.of(type);
        Object[] constants = type.getEnumConstants();
        names = new byte[constants.length][];
        for (Object constant : constants) {
            Enum<?> value = (Enum<?>) constant;
            names[value.ordinal()] = TextForm.utf8(value.name());
            byName.put(value.name(), value);
        }
    }

    @Override
    public void write(MessageSink sink, Object value) {
        byte[] name = names[((Enum<?>) value).ordinal()];
        sink.writeInt(name.length);
        sink.writeBytes(name);
    }

    @Override
    public Object read(MessageSource source) {
        String name = source.readText(source.readCount(1));
        Object value = byName.get(name);
        if (value == null) {
            throw source.damaged("\"" + name + "\" is no known " + what);
        }
        return value;
    }
}
