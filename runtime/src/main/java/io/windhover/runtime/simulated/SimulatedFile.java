package io.windhover.runtime.simulated;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The contents of one file twice: as programs read it, and as it is on the platters. Pages that were written since the
 * last force are the difference; a power loss decides page by page, and sector by sector in a torn one.
 */
final class SimulatedFile {
    static final int PAGE_BYTES = 4096;
    private static final int SECTOR_BYTES = 512;

    private List<byte[]> pages = new ArrayList<>();
    private List<byte[]> durable = new ArrayList<>();
    private final BitSet dirty = new BitSet();
    private long bytes;
    private long durableBytes;
    private long modifiedMs;

    long bytes() {
        return bytes;
    }

    int pageCount() {
        return pages.size();
    }

    long modifiedMs() {
        return modifiedMs;
    }

    void write(long offset, MemorySegment source, long nowMs) {
        modifiedMs = nowMs;
        long done = 0;
        while (done < source.byteSize()) {
            long at = offset + done;
            int page = (int) (at / PAGE_BYTES);
            int inPage = (int) (at % PAGE_BYTES);
            int count = (int) Math.min(PAGE_BYTES - inPage, source.byteSize() - done);
            MemorySegment target = MemorySegment.ofArray(writable(page));
            MemorySegment.copy(source, done, target, inPage, count);
            done += count;
        }
        bytes = Math.max(bytes, offset + source.byteSize());
    }

    private byte[] writable(int page) {
        while (pages.size() <= page) {
            dirty.set(pages.size());
            pages.add(new byte[PAGE_BYTES]);
        }
        boolean shared = page < durable.size() && durable.get(page) == pages.get(page);
        if (shared) {
            pages.set(page, pages.get(page).clone());
        }
        dirty.set(page);
        return pages.get(page);
    }

    long read(long offset, MemorySegment target) {
        long count = Math.max(0, Math.min(target.byteSize(), bytes - offset));
        for (long done = 0; done < count; ) {
            long at = offset + done;
            int inPage = (int) (at % PAGE_BYTES);
            long part = Math.min(PAGE_BYTES - inPage, count - done);
            MemorySegment page = MemorySegment.ofArray(pages.get((int) (at / PAGE_BYTES)));
            MemorySegment.copy(page, inPage, target, done, part);
            done += part;
        }
        return count;
    }

    void truncate(long newBytes, long nowMs) {
        modifiedMs = nowMs;
        int pageCount = (int) ((newBytes + PAGE_BYTES - 1) / PAGE_BYTES);
        if (newBytes < bytes) {
            pages = new ArrayList<>(pages.subList(0, Math.min(pageCount, pages.size())));
            if (newBytes % PAGE_BYTES != 0) {
                Arrays.fill(writable(pageCount - 1), (int) (newBytes % PAGE_BYTES), PAGE_BYTES, (byte) 0);
            }
        } else if (pageCount > pages.size()) {
            writable(pageCount - 1);
        }
        bytes = newBytes;
    }

    void force() {
        for (int page = dirty.nextSetBit(0); page >= 0 && page < pages.size(); page = dirty.nextSetBit(page + 1)) {
            settle(page);
        }
        dirty.clear();
        durable = new ArrayList<>(durable.subList(0, Math.min(durable.size(), pages.size())));
        while (durable.size() < pages.size()) {
            durable.add(new byte[PAGE_BYTES]);
        }
        durableBytes = bytes;
    }

    private void settle(int page) {
        while (durable.size() <= page) {
            durable.add(new byte[PAGE_BYTES]);
        }
        durable.set(page, pages.get(page));
    }

    /** Some dirty pages arrive; the others are forgotten: reading shows them, but no later force writes them. */
    void forceInPart(SplittableRandom chance) {
        for (int page = dirty.nextSetBit(0); page >= 0 && page < pages.size(); page = dirty.nextSetBit(page + 1)) {
            if (chance.nextBoolean()) {
                settle(page);
            }
        }
        dirty.clear();
    }

    /** Loses power: what was not forced is there, lost or torn. */
    void losePower(SplittableRandom chance) {
        long survivingBytes = chance.nextBoolean() ? bytes : durableBytes;
        int pageCount = (int) ((survivingBytes + PAGE_BYTES - 1) / PAGE_BYTES);
        List<byte[]> after = new ArrayList<>(pageCount);
        for (int page = 0; page < pageCount; page++) {
            byte[] old = page < durable.size() ? durable.get(page) : new byte[PAGE_BYTES];
            boolean changed = dirty.get(page) && page < pages.size();
            after.add(changed ? survivor(old, pages.get(page), chance) : old);
        }
        cutTail(after, survivingBytes);
        pages = after;
        durable = new ArrayList<>(after);
        dirty.clear();
        bytes = survivingBytes;
        durableBytes = survivingBytes;
    }

    private static byte[] survivor(byte[] old, byte[] changed, SplittableRandom chance) {
        int fate = chance.nextInt(3);
        if (fate < 2) {
            return fate == 0 ? old : changed;
        }
        byte[] torn = old.clone();
        for (int sector = 0; sector < PAGE_BYTES; sector += SECTOR_BYTES) {
            if (chance.nextBoolean()) {
                System.arraycopy(changed, sector, torn, sector, SECTOR_BYTES);
            }
        }
        return torn;
    }

    private static void cutTail(List<byte[]> pages, long bytes) {
        int inPage = (int) (bytes % PAGE_BYTES);
        if (inPage != 0) {
            byte[] last = pages.getLast().clone();
            Arrays.fill(last, inPage, PAGE_BYTES, (byte) 0);
            pages.set(pages.size() - 1, last);
        }
    }

    /** Turns one bit, in memory and on the platter, as a failing medium would. */
    void flip(long bit) {
        long offset = bit / 8;
        int page = (int) (offset / PAGE_BYTES);
        byte[] changed = pages.get(page).clone();
        changed[(int) (offset % PAGE_BYTES)] ^= (byte) (1 << (bit % 8));
        pages.set(page, changed);
        if (page < durable.size()) {
            durable.set(page, changed);
        }
    }

    MemorySegment copyInto(MemorySegment target) {
        read(0, target);
        return target.asReadOnly();
    }
}
