package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one metadata value as {@link ValueWriter} wrote it. Every failure is DATA_INTEGRITY and names the key. Bytes
 * after the last field that this version knows are ignored.
 */
public final class ValueReader {
    private static final int CHECKSUM_BYTES = 4;
    private final String key;
    private final byte[] value;
    private final int end;
    private int position = 1;

    /** Starts reading; refuses a value with a wrong checksum or of a version later than {@code newestVersion}. */
    public ValueReader(String key, byte[] value, int newestVersion) {
        this.key = key;
        this.value = value;
        this.end = value.length - CHECKSUM_BYTES;
        if (end < 1 || ValueWriter.checksum(key, value, end) != storedChecksum()) {
            throw damaged("its checksum is wrong");
        }
        int version = value[0] & 0xFF;
        if (version == 0 || version > newestVersion) {
            throw damaged("it has format version " + version + ", and this program knows up to " + newestVersion);
        }
    }

    private int storedChecksum() {
        int sum = 0;
        for (int i = 0; i < CHECKSUM_BYTES; i++) {
            sum |= (value[end + i] & 0xFF) << 8 * i;
        }
        return sum;
    }

    /** Reads an unsigned number. */
    public long number() {
        long result = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = take() & 0xFF;
            result |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return result;
            }
        }
        throw damaged("a number in it is too long");
    }

    /** Reads a number that must be at least 0 and fit into an int. */
    public int count() {
        long number = number();
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw damaged("a count in it is " + number);
        }
        return (int) number;
    }

    /** Reads eight bytes. */
    public long fixed() {
        long result = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            result |= (take() & 0xFFL) << shift;
        }
        return result;
    }

    /** Reads a byte, 0 or not. */
    public boolean flag() {
        return take() != 0;
    }

    /** Reads a text. */
    public String text() {
        int length = count();
        if (length > end - position) {
            throw damaged("a text in it is longer than the value");
        }
        String text = new String(value, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /** Reads a time. */
    public Timestamp time() {
        long number = number();
        if (number < 0) {
            throw damaged("a time in it is negative");
        }
        return new Timestamp(number);
    }

    /** Reads names and values. */
    public Map<String, String> textMap() {
        int count = count();
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            texts.put(text(), text());
        }
        return texts;
    }

    /** Reads texts. */
    public List<String> textList() {
        int count = count();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    /** Tells whether nothing follows: fields that were added later may be absent. */
    public boolean isAtEnd() {
        return position >= end;
    }

    DatabaseException damaged(String how) {
        return new DatabaseException(ErrorCode.DATA_INTEGRITY, "metadata key \"" + key + "\" cannot be read: " + how);
    }

    private byte take() {
        if (position >= end) {
            throw damaged("it ends too early");
        }
        return value[position++];
    }
}
