package io.windhover.coordinator.catalog;

import io.windhover.model.Timestamp;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes one metadata value: a version byte, fields, and a checksum over the key and all bytes before it. Numbers are
 * unsigned varints of seven bits a byte, lowest first; texts are UTF-8 with their length before them.
 */
public final class ValueWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

    /** Begins a value of a format version. */
    public ValueWriter(int version) {
        bytes.write(version);
    }

    /** Adds an unsigned number. */
    public ValueWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    /** Adds eight bytes. */
    public ValueWriter fixed(long value) {
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            bytes.write((int) (value >>> shift));
        }
        return this;
    }

    /** Adds a byte, 0 or 1. */
    public ValueWriter flag(boolean value) {
        bytes.write(value ? 1 : 0);
        return this;
    }

    /** Adds a text. */
    public ValueWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    /** Adds a time. */
    public ValueWriter time(Timestamp value) {
        return number(value.value());
    }

    /** Adds names and values. */
    public ValueWriter texts(Map<String, String> values) {
        number(values.size());
        values.forEach((key, value) -> text(key).text(value));
        return this;
    }

    /** Adds texts. */
    public ValueWriter texts(List<String> values) {
        number(values.size());
        values.forEach(this::text);
        return this;
    }

    /** Ends the value with the checksum, lowest byte first. */
    public byte[] end(String key) {
        byte[] body = bytes.toByteArray();
        int sum = checksum(key, body, body.length);
        for (int shift = 0; shift < Integer.SIZE; shift += 8) {
            bytes.write(sum >>> shift);
        }
        return bytes.toByteArray();
    }

    static int checksum(String key, byte[] value, int length) {
        CRC32C sum = new CRC32C();
        sum.update(key.getBytes(StandardCharsets.UTF_8));
        sum.update(value, 0, length);
        return (int) sum.getValue();
    }
}
