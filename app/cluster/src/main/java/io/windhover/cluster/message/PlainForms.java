package io.windhover.cluster.message;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The forms of numbers, texts and arrays; arrays are copied whole. */
final class PlainForms {
    private PlainForms() {}

    /** Returns the forms by type. */
    static Map<Type, Form> all() {
        Map<Type, Form> all = new HashMap<>();
        numbers(all);
        optionals(all);
        arrays(all);
        all.put(String.class, new TextForm());
        all.put(
                Duration.class,
                new PlainForm<>(Duration.class, Duration.ZERO, PlainForms::write, PlainForms::duration));
        all.put(
                BitSet.class,
                new PlainForm<>(
                        BitSet.class,
                        new BitSet(0),
                        (sink, bits) -> writeLongs(sink, bits.toLongArray()),
                        source -> BitSet.valueOf(longs(source))));
        return all;
    }

    private static void numbers(Map<Type, Form> all) {
        number(all, boolean.class, Boolean.class, false, (s, v) -> s.writeByte(v ? 1 : 0), s -> s.readByte() != 0);
        number(all, byte.class, Byte.class, (byte) 0, (s, v) -> s.writeByte(v), s -> (byte) s.readByte());
        number(all, int.class, Integer.class, 0, MessageSink::writeInt, MessageSource::readInt);
        number(all, long.class, Long.class, 0L, MessageSink::writeLong, MessageSource::readLong);
        number(
                all,
                float.class,
                Float.class,
                0f,
                (s, v) -> s.writeInt(Float.floatToRawIntBits(v)),
                s -> Float.intBitsToFloat(s.readInt()));
        number(
                all,
                double.class,
                Double.class,
                0d,
                (s, v) -> s.writeLong(Double.doubleToRawLongBits(v)),
                s -> Double.longBitsToDouble(s.readLong()));
    }

    private static <T> void number(
            Map<Type, Form> all,
            Class<?> primitive,
            Class<T> boxed,
            T zero,
            java.util.function.BiConsumer<MessageSink, T> writer,
            java.util.function.Function<MessageSource, T> reader) {
        Form form = new PlainForm<>(boxed, zero, writer, reader);
        all.put(primitive, form);
        all.put(boxed, form);
    }

    private static void optionals(Map<Type, Form> all) {
        all.put(
                OptionalInt.class,
                new OptionalForm(
                        all.get(Integer.class),
                        value -> ((OptionalInt) value).isPresent()
                                ? Optional.of(((OptionalInt) value).getAsInt())
                                : Optional.empty(),
                        value -> value.map(v -> OptionalInt.of((Integer) v)).orElse(OptionalInt.empty())));
        all.put(
                OptionalLong.class,
                new OptionalForm(
                        all.get(Long.class),
                        value -> ((OptionalLong) value).isPresent()
                                ? Optional.of(((OptionalLong) value).getAsLong())
                                : Optional.empty(),
                        value -> value.map(v -> OptionalLong.of((Long) v)).orElse(OptionalLong.empty())));
        all.put(
                OptionalDouble.class,
                new OptionalForm(
                        all.get(Double.class),
                        value -> ((OptionalDouble) value).isPresent()
                                ? Optional.of(((OptionalDouble) value).getAsDouble())
                                : Optional.empty(),
                        value -> value.map(v -> OptionalDouble.of((Double) v)).orElse(OptionalDouble.empty())));
    }

    private static void arrays(Map<Type, Form> all) {
        put(all, new PlainForm<>(boolean[].class, new boolean[0], PlainForms::writeBools, PlainForms::bools));
        put(all, new PlainForm<>(byte[].class, new byte[0], PlainForms::writeBytes, PlainForms::bytes));
        put(all, new PlainForm<>(int[].class, new int[0], PlainForms::writeInts, PlainForms::ints));
        put(all, new PlainForm<>(long[].class, new long[0], PlainForms::writeLongs, PlainForms::longs));
        put(all, new PlainForm<>(float[].class, new float[0], PlainForms::writeFloats, PlainForms::floats));
        put(all, new PlainForm<>(double[].class, new double[0], PlainForms::writeDoubles, PlainForms::doubles));
        put(all, new PlainForm<>(byte[][].class, new byte[0][], PlainForms::writeRuns, PlainForms::runs));
        put(all, new PlainForm<>(String[].class, new String[0], PlainForms::writeTexts, PlainForms::texts));
    }

    private static void put(Map<Type, Form> all, PlainForm<?> form) {
        all.put(form.type(), form);
    }

    private static void write(MessageSink sink, Duration value) {
        sink.writeLong(value.getSeconds());
        sink.writeInt(value.getNano());
    }

    private static Duration duration(MessageSource source) {
        long seconds = source.readLong();
        int nanos = source.readInt();
        if (nanos < 0 || nanos > 999_999_999) {
            throw source.damaged("a duration with " + nanos + " ns");
        }
        return Duration.ofSeconds(seconds, nanos);
    }

    private static void writeBools(MessageSink sink, boolean[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        writeBytes(sink, bytes);
    }

    private static boolean[] bools(MessageSource source) {
        byte[] bytes = bytes(source);
        boolean[] values = new boolean[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] != 0;
        }
        return values;
    }

    private static void writeBytes(MessageSink sink, byte[] values) {
        sink.writeInt(values.length);
        sink.writeBytes(values);
    }

    private static byte[] bytes(MessageSource source) {
        return source.readBytes(source.readCount(1));
    }

    private static void writeInts(MessageSink sink, int[] values) {
        sink.writeInt(values.length);
        sink.writeInts(values);
    }

    private static int[] ints(MessageSource source) {
        return source.readInts(source.readCount(Integer.BYTES));
    }

    private static void writeLongs(MessageSink sink, long[] values) {
        sink.writeInt(values.length);
        sink.writeLongs(values);
    }

    private static long[] longs(MessageSource source) {
        return source.readLongs(source.readCount(Long.BYTES));
    }

    private static void writeFloats(MessageSink sink, float[] values) {
        sink.writeInt(values.length);
        sink.writeFloats(values);
    }

    private static float[] floats(MessageSource source) {
        return source.readFloats(source.readCount(Float.BYTES));
    }

    private static void writeDoubles(MessageSink sink, double[] values) {
        sink.writeInt(values.length);
        sink.writeDoubles(values);
    }

    private static double[] doubles(MessageSource source) {
        return source.readDoubles(source.readCount(Double.BYTES));
    }

    private static void writeTexts(MessageSink sink, String[] values) {
        writeRuns(sink, Arrays.stream(values).map(TextForm::utf8).toArray(byte[][]::new));
    }

    private static String[] texts(MessageSource source) {
        int[] lengths = ints(source);
        String[] values = new String[lengths.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = source.readText(lengths[i]);
        }
        return values;
    }

    /** Writes the lengths of all runs, then their bytes. */
    private static void writeRuns(MessageSink sink, byte[][] values) {
        sink.writeInt(values.length);
        for (byte[] value : values) {
            sink.writeInt(value.length);
        }
        for (byte[] value : values) {
            sink.writeBytes(value);
        }
    }

    private static byte[][] runs(MessageSource source) {
        int[] lengths = ints(source);
        byte[][] values = new byte[lengths.length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = source.readBytes(lengths[i]);
        }
        return values;
    }
}
