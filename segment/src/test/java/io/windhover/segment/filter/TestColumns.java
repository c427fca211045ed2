package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;
import io.windhover.model.schema.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random rows as plain objects: Long, Double, Boolean, String, List, and for JSON also Map and {@link #NULL}; null = no
 * value. Values are few, so that conditions meet them.
 */
final class TestColumns implements FilterColumns {
    /** JSON's null. */
    static final Object NULL = "JSON null".toCharArray();

    static final FieldId BOOL = new FieldId(101);
    static final FieldId INT = new FieldId(102);
    static final FieldId LONG = new FieldId(103);
    static final FieldId FLOAT = new FieldId(104);
    static final FieldId DOUBLE = new FieldId(105);
    static final FieldId TEXT = new FieldId(106);
    static final FieldId JSON = new FieldId(107);
    static final FieldId LONGS = new FieldId(108);
    static final FieldId FLOATS = new FieldId(109);
    static final FieldId TEXTS = new FieldId(110);
    static final FieldId BOOLS = new FieldId(111);

    static final Map<FieldId, DataType> TYPES = new LinkedHashMap<>();
    static final Map<FieldId, DataType> ELEMENTS = new LinkedHashMap<>();

    static {
        TYPES.put(BOOL, DataType.BOOL);
        TYPES.put(INT, DataType.INT8);
        TYPES.put(LONG, DataType.INT64);
        TYPES.put(FLOAT, DataType.FLOAT);
        TYPES.put(DOUBLE, DataType.DOUBLE);
        TYPES.put(TEXT, DataType.VARCHAR);
        TYPES.put(JSON, DataType.JSON);
        ELEMENTS.put(LONGS, DataType.INT64);
        ELEMENTS.put(FLOATS, DataType.FLOAT);
        ELEMENTS.put(TEXTS, DataType.VARCHAR);
        ELEMENTS.put(BOOLS, DataType.BOOL);
    }

    private static final String[] WORDS = {
        "", "a", "b", "ab", "abc", "ba", "a%", "a_b", "é", "aé", "\uD83D\uDE00", "a\uD83D\uDE00b", "zz", "\uFFFD"
    };
    private static final long[] WHOLES = {
        0, 1, -1, 2, 3, 7, -7, 100, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, (1L << 53) + 1
    };
    private static final double[] REALS = {0, -0.0, 1, -1, 0.5, 1.5, -2.5, 1e300, 0x1p63, 0x1p53, 3};

    private final Map<FieldId, List<Object>> columns = new LinkedHashMap<>();
    private final int rowCount;

    TestColumns(Random random, int rowCount) {
        this.rowCount = rowCount;
        TYPES.forEach((field, type) -> columns.put(field, column(random, () -> scalar(random, type))));
        ELEMENTS.forEach((field, type) -> columns.put(field, column(random, () -> list(random, type))));
    }

    private List<Object> column(Random random, java.util.function.Supplier<Object> values) {
        int nullPercent = random.nextInt(3) * 20;
        List<Object> column = new ArrayList<>();
        for (int row = 0; row < rowCount; row++) {
            column.add(random.nextInt(100) < nullPercent ? null : values.get());
        }
        return column;
    }

    private static List<Object> list(Random random, DataType type) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(scalar(random, type));
        }
        return list;
    }

    /** Returns a random value of a type. */
    static Object scalar(Random random, DataType type) {
        return switch (type) {
            case BOOL -> random.nextBoolean();
            case INT8 -> (long) (random.nextInt(8) - 3);
            case INT64 -> WHOLES[random.nextInt(WHOLES.length)];
            case FLOAT -> (double) (float) Math.min(1e30, REALS[random.nextInt(REALS.length)]);
            case DOUBLE -> REALS[random.nextInt(REALS.length)];
            case VARCHAR -> WORDS[random.nextInt(WORDS.length)];
            case JSON -> json(random, 0);
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    private static Object json(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 12 : 9);
        return switch (kind) {
            case 0 -> NULL;
            case 1 -> random.nextBoolean();
            case 2, 3 -> scalar(random, DataType.INT64);
            case 4 -> scalar(random, DataType.DOUBLE);
            case 5, 6 -> scalar(random, DataType.VARCHAR);
            case 7 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0 && depth < 3; i--) {
                    list.add(json(random, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0 && depth < 3; i--) {
                    map.put(key(random), json(random, depth + 1));
                }
                yield map;
            }
        };
    }

    /** Returns a random key of JSON objects, or step of a path. */
    static String key(Random random) {
        return new String[] {"a", "b", "0", "1", "é\"x"}[random.nextInt(5)];
    }

    Object at(FieldId field, int row) {
        return columns.get(field).get(row);
    }

    int rowCount() {
        return rowCount;
    }

    @Override
    public void addNulls(FieldId field, Bits nulls) {
        for (int row = 0; row < nulls.size(); row++) {
            if (at(field, row) == null) {
                nulls.set(row);
            }
        }
    }

    @Override
    public void readLongs(FieldId field, int from, int count, long[] target) {
        for (int i = 0; i < count; i++) {
            Object value = at(field, from + i);
            target[i] = value == null ? 1 : whole(value);
        }
    }

    private static long whole(Object value) {
        return value instanceof Boolean bool ? bool ? 1 : 0 : (Long) value;
    }

    @Override
    public void readDoubles(FieldId field, int from, int count, double[] target) {
        for (int i = 0; i < count; i++) {
            Object value = at(field, from + i);
            target[i] = value == null ? 1 : (Double) value;
        }
    }

    @Override
    public void readTexts(FieldId field, int from, int count, TextBlock target) {
        for (int row = from; row < from + count; row++) {
            Object value = at(field, row);
            if (value == null) {
                target.add(new byte[0]);
            } else if (field.equals(JSON)) {
                StringBuilder json = new StringBuilder();
                write(value, json, new Random(row));
                target.add(json.toString().getBytes(StandardCharsets.UTF_8));
            } else {
                target.add(((String) value).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    public void readArrays(FieldId field, int from, int count, ArrayBlock target) {
        for (int row = from; row < from + count; row++) {
            Object list = at(field, row);
            for (Object element : list == null ? List.of() : (List<?>) list) {
                switch (element) {
                    case String text -> target.addText(text.getBytes(StandardCharsets.UTF_8));
                    case Double real -> target.addDouble(real);
                    default -> target.addLong(whole(element));
                }
            }
            target.endRow();
        }
    }

    /** Writes JSON in one of its many spellings. */
    private static void write(Object value, StringBuilder out, Random random) {
        out.append(" \n\t".repeat(random.nextInt(2)));
        switch (value) {
            case String text -> writeText(text, out, random);
            case List<?> list -> {
                out.append('[');
                for (int i = 0; i < list.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    write(list.get(i), out, random);
                }
                out.append(']');
            }
            case Map<?, ?> map -> {
                out.append('{');
                map.forEach((key, member) -> {
                    out.append(out.charAt(out.length() - 1) == '{' ? "" : ",");
                    writeText((String) key, out, random);
                    out.append(random.nextBoolean() ? " : " : ":");
                    write(member, out, random);
                });
                out.append('}');
            }
            case Object other -> out.append(other == NULL ? "null" : other.toString());
        }
        out.append(" ".repeat(random.nextInt(2)));
    }

    private static void writeText(String text, StringBuilder out, Random random) {
        out.append('"');
        text.codePoints().forEach(code -> {
            if (code == '"' || code == '\\') {
                out.append('\\').appendCodePoint(code);
            } else if (random.nextInt(4) == 0) {
                for (char c : Character.toChars(code)) {
                    out.append(String.format("\\u%04x", (int) c));
                }
            } else {
                out.appendCodePoint(code);
            }
        });
        out.append('"');
    }
}
