package io.windhover.runtime.local;

import io.windhover.model.Invariant;
import java.util.Arrays;

/** One log's state in memory: who may write and where its live records are. Guarded by its {@link WalIndex}. */
final class WalLog {
    final int number;
    final String name;
    private long epoch;
    private long generation;
    private long first = 1;
    private long next = 1;
    /** Address of position {@code first + i} at {@code start + i}; 0 while not yet seen in replay. */
    private long[] addresses = new long[8];

    private int[] payloadBytes = new int[8];
    private int start;

    WalLog(int number, String name) {
        this.number = number;
        this.name = name;
    }

    long epoch() {
        return epoch;
    }

    /** Returns the number of the last opening: only its writer may append. */
    long generation() {
        return generation;
    }

    long first() {
        return first;
    }

    long next() {
        return next;
    }

    void opened(long newEpoch) {
        epoch = newEpoch;
        generation++;
    }

    /** Sets the range of live positions; records of it that were not seen yet are still to come. */
    void restore(long newEpoch, long newFirst, long newNext) {
        epoch = newEpoch;
        trim(newFirst - 1);
        if (first == next) {
            first = newFirst;
            next = newFirst;
        }
        next = Math.min(next, newNext);
        while (next < newNext) {
            add(next, 0, 0);
        }
    }

    long address(long position) {
        return addresses[slot(position)];
    }

    int payloadBytes(long position) {
        return payloadBytes[slot(position)];
    }

    boolean isLive(long position) {
        return position >= first && position < next;
    }

    /** Adds the next record, or tells where an earlier one is now. */
    void add(long position, long address, int bytes) {
        if (position == next) {
            grow();
            next++;
        }
        Invariant.check(isLive(position), "position {} of log {} is not live", position, name);
        addresses[slot(position)] = address;
        payloadBytes[slot(position)] = bytes;
    }

    void trim(long upTo) {
        long gone = Math.min(upTo, next - 1) - first + 1;
        if (gone > 0) {
            first += gone;
            start += (int) gone;
        }
    }

    private int slot(long position) {
        Invariant.check(isLive(position), "position {} of log {} is not live", position, name);
        return start + (int) (position - first);
    }

    /** Makes room for one more; memory follows the live records, down as well as up. */
    private void grow() {
        int live = (int) (next - first);
        if (start + live < addresses.length) {
            return;
        }
        int size = Math.max(8, live + live / 2 + 1);
        long[] oldAddresses = addresses;
        int[] oldBytes = payloadBytes;
        addresses = Arrays.copyOf(Arrays.copyOfRange(oldAddresses, start, start + live), size);
        payloadBytes = Arrays.copyOf(Arrays.copyOfRange(oldBytes, start, start + live), size);
        start = 0;
    }
}
