package io.windhover.cluster.message;

import io.windhover.model.FieldId;
import io.windhover.model.PersistentMap;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.RowBatch;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Random values of any type of the model, by reflection; those whose parts must fit together are made by hand. */
public final class RandomValues {
    private static final int DEPTH_MAX = 7;

    private final SplittableRandom random;

    /** Draws from {@code seed}. */
    public RandomValues(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Returns a value of a type. */
    public Object of(Type type) {
        return value(type, 0);
    }

    /** Returns every record that a type stands for. */
    public static List<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses())
                        .flatMap(permitted -> leaves(permitted).stream())
                        .toList()
                : List.of(type);
    }

    private Object value(Type type, int depth) {
        if (type instanceof ParameterizedType generic) {
            return group(generic, depth);
        }
        Class<?> plain = (Class<?>) type;
        Optional<Object> fitting = fitting(plain, depth);
        if (fitting.isPresent()) {
            return fitting.get();
        }
        if (plain.isArray()) {
            return array(plain.getComponentType(), depth);
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
        }
        return plain.isSealed() ? choice(plain, depth) : plain.isRecord() ? record(plain, depth) : number(plain);
    }

    private Object number(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "boolean", "Boolean" -> random.nextBoolean();
            case "byte" -> (byte) random.nextInt();
            case "int", "Integer" -> random.nextInt(Integer.MAX_VALUE);
            case "long", "Long" -> random.nextLong(Long.MAX_VALUE);
            case "float" -> (float) random.nextDouble();
            case "double" -> random.nextDouble();
            case "OptionalDouble" ->
                random.nextBoolean() ? OptionalDouble.of(random.nextDouble()) : OptionalDouble.empty();
            case "Duration" -> Duration.ofNanos(random.nextLong(1L << 40));
            case "BitSet" -> BitSet.valueOf(new long[] {random.nextLong()});
            default -> throw new AssertionError("no way to make " + type);
        };
    }

    private String text() {
        String alphabet = "ab_é漢\uD83D\uDE00";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    /** What has rules that types do not tell. */
    private Optional<Object> fitting(Class<?> type, int depth) {
        if (type == String.class) {
            return Optional.of(text());
        }
        if (type == Column.class) {
            return Optional.of(column(random.nextInt(5), depth));
        }
        if (type == FieldColumn.class) {
            return Optional.of(fieldColumn(random.nextInt(5)));
        }
        if (type == RowBatch.class) {
            int rows = random.nextInt(5);
            return Optional.of(new RowBatch(
                    Stream.generate(() -> fieldColumn(rows))
                            .limit(random.nextInt(4))
                            .toList(),
                    rows));
        }
        if (type == FieldSchema.class) {
            boolean isArray = random.nextBoolean();
            return Optional.of(new FieldSchema(
                    new FieldId(1 + random.nextInt(99)),
                    text(),
                    isArray ? DataType.ARRAY : DataType.INT64,
                    isArray ? Optional.of(DataType.VARCHAR) : Optional.empty(),
                    (FieldTraits) record(FieldTraits.class, depth),
                    Map.of("k", text()),
                    random.nextBoolean() ? Optional.of((Value) choice(Value.class, DEPTH_MAX)) : Optional.empty(),
                    text()));
        }
        if (type == ValueSet.Longs.class) {
            return Optional.of(ValueSet.Longs.of(random.longs(4).toArray()));
        }
        return type == ValueSet.Doubles.class
                ? Optional.of(ValueSet.Doubles.of(random.doubles(4).toArray()))
                : Optional.empty();
    }

    private FieldColumn fieldColumn(int rows) {
        BitSet nulls = new BitSet();
        if (rows > 0) {
            nulls.set(random.nextInt(rows));
        }
        return new FieldColumn(
                new FieldId(random.nextInt(1000)),
                column(rows, 0),
                random.nextBoolean() ? Optional.of(nulls) : Optional.empty());
    }

    private Column column(int rows, int depth) {
        return switch (random.nextInt(depth > 1 ? 9 : 11)) {
            case 0 -> new Column.IntColumn(random.ints(rows).toArray());
            case 1 -> new Column.LongColumn(random.longs(rows).toArray());
            case 2 -> new Column.FloatColumn(floats(rows));
            case 3 -> new Column.DoubleColumn(random.doubles(rows).toArray());
            case 4 ->
                new Column.StringColumn(Stream.generate(this::text).limit(rows).toArray(String[]::new));
            case 5 ->
                new Column.JsonColumn(
                        Stream.generate(() -> text().getBytes()).limit(rows).toArray(byte[][]::new));
            case 6 -> new Column.FloatVectorColumn(floats(rows * 3), 3);
            case 7 -> new Column.ByteVectorColumn(new byte[rows * 2], 2);
            case 8 -> {
                boolean[] values = new boolean[rows];
                Arrays.fill(values, random.nextBoolean());
                yield new Column.BoolColumn(values);
            }
            case 9 -> new Column.ArrayColumn(offsets(rows), column(rows * 2, depth + 1));
            default ->
                new Column.SparseVectorColumn(
                        offsets(rows), random.ints(rows * 2L).toArray(), floats(rows * 2));
        };
    }

    private float[] floats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        return values;
    }

    private static int[] offsets(int rows) {
        int[] offsets = new int[rows + 1];
        Arrays.setAll(offsets, i -> 2 * i);
        return offsets;
    }

    private Object array(Class<?> element, int depth) {
        Object array = Array.newInstance(element, random.nextInt(5));
        for (int i = 0; i < Array.getLength(array); i++) {
            Array.set(array, i, value(element, depth));
        }
        return array;
    }

    private Object group(ParameterizedType generic, int depth) {
        Type[] arguments = generic.getActualTypeArguments();
        Class<?> raw = (Class<?>) generic.getRawType();
        if (raw == Optional.class) {
            return depth < DEPTH_MAX && random.nextBoolean()
                    ? Optional.of(value(arguments[0], depth + 1))
                    : Optional.empty();
        }
        List<Object> first = new ArrayList<>();
        // Some lists must have two elements.
        int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            first.add(value(arguments[0], depth + 1));
        }
        if (raw == List.class) {
            return first;
        }
        if (raw == Set.class) {
            return new LinkedHashSet<>(first);
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        first.forEach(key -> map.put(key, value(arguments[1], depth + 1)));
        return raw == Map.class ? map : persistent(map);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object persistent(Map<Object, Object> map) {
        PersistentMap made = PersistentMap.empty();
        for (Map.Entry<Object, Object> entry : map.entrySet()) {
            made = made.with((Comparable) entry.getKey(), entry.getValue());
        }
        return made;
    }

    private Object choice(Class<?> sealed, int depth) {
        List<Class<?>> all = leaves(sealed);
        List<Class<?>> shallow =
                all.stream().filter(leaf -> !mentions(leaf, sealed)).toList();
        List<Class<?>> from = depth >= DEPTH_MAX - 3 ? shallow : all;
        return value(from.get(random.nextInt(from.size())), depth + 1);
    }

    private static boolean mentions(Class<?> leaf, Class<?> sealed) {
        return Stream.of(leaf.getRecordComponents())
                .map(component -> component.getGenericType().getTypeName())
                .anyMatch(name -> name.contains(sealed.getSimpleName()) || name.contains("Operand"));
    }

    private Object record(Class<?> type, int depth) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Stream.of(components)
                .map(component -> value(component.getGenericType(), depth + 1))
                .toArray();
        try {
            var constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException cause) {
            throw new AssertionError("cannot make a " + type + " of " + Arrays.deepToString(values), cause);
        }
    }

    /** Returns a text that is equal for two values only if all that is in them is, arrays included. */
    public static String describe(Object value) {
        return switch (value) {
            case Record record -> {
                StringBuilder text = new StringBuilder(record.getClass().getName()).append('(');
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    text.append(describe(component(record, component))).append(',');
                }
                yield text.append(')').toString();
            }
            case Optional<?> optional -> "Optional" + optional.map(RandomValues::describe);
            case List<?> list ->
                list.stream().map(RandomValues::describe).toList().toString();
            case float[] floats -> Arrays.toString(rawBits(floats));
            default -> value.getClass().isArray() ? Arrays.deepToString(new Object[] {value}) : value.toString();
        };
    }

    private static int[] rawBits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }

    private static Object component(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException cause) {
            throw new AssertionError(cause);
        }
    }
}
