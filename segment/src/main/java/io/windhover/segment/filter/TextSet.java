package io.windhover.segment.filter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Texts to look up by their UTF-8 bytes, in a table of at most half its size. */
final class TextSet {
    private final byte[][] table;
    private final int[] hashes;
    private final int mask;

    TextSet(List<String> texts) {
        int size = Integer.highestOneBit(Math.max(4, texts.size())) << 2;
        this.table = new byte[size][];
        this.hashes = new int[size];
        this.mask = size - 1;
        for (String text : texts) {
            add(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void add(byte[] text) {
        int hash = hash(text, 0, text.length);
        int slot = hash & mask;
        while (table[slot] != null) {
            slot = slot + 1 & mask;
        }
        table[slot] = text;
        hashes[slot] = hash;
    }

    boolean contains(byte[] bytes, int from, int to) {
        int hash = hash(bytes, from, to);
        int slot = hash & mask;
        while (table[slot] != null) {
            if (hashes[slot] == hash && Arrays.equals(table[slot], 0, table[slot].length, bytes, from, to)) {
                return true;
            }
            slot = slot + 1 & mask;
        }
        return false;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 16;
    }
}
