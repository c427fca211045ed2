package io.windhover.segment.rows;

import io.windhover.model.row.PrimaryKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Primary keys in their stored form: whole numbers, or texts as UTF-8. Ordered by number or by unsigned bytes. */
public sealed interface KeyList {
    /** Returns how many there are. */
    int count();

    /** Returns a hash of a key, the same as {@link KeyColumn#hash} of an equal stored key. */
    int hash(int index);

    /** Compares two keys of this list. */
    int compare(int left, int right);

    /** Int64 keys. */
    record Longs(long[] values) implements KeyList {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public int hash(int index) {
            return hashOf(values[index]);
        }

        @Override
        public int compare(int left, int right) {
            return Long.compare(values[left], values[right]);
        }
    }

    /** VarChar keys. */
    record Texts(byte[][] values) implements KeyList {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public int hash(int index) {
            return hashOf(values[index]);
        }

        @Override
        public int compare(int left, int right) {
            return Arrays.compareUnsigned(values[left], values[right]);
        }
    }

    /** Returns keys in their stored form. */
    static KeyList of(PrimaryKeys keys) {
        return switch (keys) {
            case PrimaryKeys.LongKeys longs -> new Longs(longs.values());
            case PrimaryKeys.StringKeys strings -> {
                byte[][] texts = new byte[strings.count()][];
                for (int i = 0; i < texts.length; i++) {
                    texts[i] = strings.values()[i].getBytes(StandardCharsets.UTF_8);
                }
                yield new Texts(texts);
            }
        };
    }

    /** Returns the hash of a number. */
    static int hashOf(long key) {
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32);
    }

    /** Returns the hash of a text. */
    static int hashOf(byte[] key) {
        return hashOf(Arrays.hashCode(key) ^ (long) key.length << 32);
    }
}
