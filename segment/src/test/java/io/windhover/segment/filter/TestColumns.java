package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;
import io.windhover.model.schema.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random rows as plain objects: Long, Double, Boolean, String, List, and for JSON also Map and {@link #NULL}; null = no
 * value. Values are few, so that conditions meet them.
 */
public final class TestColumns implements FilterColumns {
    /** JSON's null. */
    static final Object NULL = "JSON null".toCharArray();

    /** Numbers the rows in some order. */
    public static final FieldId KEY = new FieldId(100);

    static final FieldId JSON = new FieldId(107);
    static final FieldId TEXTS = new FieldId(125);

    /** Scalar fields; the key, which numbers the rows in some order, is not among them. */
    public static final Map<FieldId, DataType> TYPES = new LinkedHashMap<>();

    /** Array fields and the types of their elements. */
    public static final Map<FieldId, DataType> ELEMENTS = new LinkedHashMap<>();

    static {
        TYPES.put(new FieldId(101), DataType.BOOL);
        TYPES.put(new FieldId(102), DataType.INT8);
        TYPES.put(new FieldId(103), DataType.INT64);
        TYPES.put(new FieldId(104), DataType.FLOAT);
        TYPES.put(new FieldId(105), DataType.DOUBLE);
        TYPES.put(new FieldId(106), DataType.VARCHAR);
        TYPES.put(JSON, DataType.JSON);
        TYPES.put(new FieldId(108), DataType.INT16);
        TYPES.put(new FieldId(109), DataType.INT32);
        ELEMENTS.put(new FieldId(120), DataType.BOOL);
        ELEMENTS.put(new FieldId(121), DataType.INT8);
        ELEMENTS.put(new FieldId(122), DataType.INT64);
        ELEMENTS.put(new FieldId(123), DataType.FLOAT);
        ELEMENTS.put(new FieldId(124), DataType.DOUBLE);
        ELEMENTS.put(TEXTS, DataType.VARCHAR);
        ELEMENTS.put(new FieldId(126), DataType.INT16);
        ELEMENTS.put(new FieldId(127), DataType.INT32);
    }

    /** Keys of JSON objects and steps of paths. */
    static final List<String> KEYS = List.of("a", "b", "0", "1", "é\"x", "~1/");

    private static final String[] WORDS = {
        "", "a", "b", "ab", "abc", "ba", "a%", "a_b", "é", "aé", "\uD83D\uDE00", "a\uD83D\uDE00b", "zz", "\uFFFD"
    };
    private static final long[] WHOLES = {
        0,
        1,
        -1,
        2,
        3,
        7,
        -7,
        100,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 53,
        (1L << 53) + 1,
        (1L << 53) - 1,
        -(1L << 53) - 1
    };
    private static final long[] SHORTS = {0, 1, -1, 2, 300, -300, Short.MAX_VALUE, Short.MIN_VALUE};
    private static final long[] INTS = {0, 1, -1, 2, 70_000, -70_000, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final double[] REALS = {0, -0.0, 1, -1, 0.5, 1.5, -2.5, 1e300, 0x1p63, 0x1p53, 3};

    private final Map<FieldId, List<Object>> columns = new LinkedHashMap<>();
    private final int rowCount;

    /** Draws rows. */
    public TestColumns(Random random, int rowCount) {
        this.rowCount = rowCount;
        TYPES.forEach((field, type) -> columns.put(field, column(random, () -> scalar(random, type))));
        ELEMENTS.forEach((field, type) -> columns.put(field, column(random, () -> list(random, type))));
        List<Object> keys = new ArrayList<>();
        for (long row = 0; row < rowCount; row++) {
            keys.add(row);
        }
        Collections.shuffle(keys, random);
        columns.put(KEY, keys);
    }

    /** Gives a value to the rows of a field that have none. */
    public void fillNulls(FieldId field, Object value) {
        columns.get(field).replaceAll(old -> old == null ? value : old);
    }

    /** Gives one value, or none for null, to the first rows of a field. */
    void fill(FieldId field, int rows, Object value) {
        Collections.fill(columns.get(field).subList(0, rows), value);
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
            case INT16 -> SHORTS[random.nextInt(SHORTS.length)];
            case INT32 -> INTS[random.nextInt(INTS.length)];
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
        return KEYS.get(random.nextInt(KEYS.size()));
    }

    /** Returns a value as a plain object. */
    public Object at(FieldId field, int row) {
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
                target.add(json(row));
            } else {
                target.add(((String) value).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Returns the document of a row that has one, as it might be written. */
    byte[] json(int row) {
        StringBuilder json = new StringBuilder();
        write(at(JSON, row), json, new Random(row));
        return json.toString().getBytes(StandardCharsets.UTF_8);
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
