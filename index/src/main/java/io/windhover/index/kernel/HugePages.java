package io.windhover.index.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Memory in pages of 2 MiB where the system gives them on request, which spares walks that jump about most of their
 * address translation. Elsewhere (other systems, calls to native code not allowed) it is usual memory.
 */
public final class HugePages {
    private static final long PAGE_BYTES = 2L << 20;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int MADV_HUGEPAGE = 14;
    private static final long MAP_FAILED = -1;
    private static final Optional<Calls> CALLS = link();

    private HugePages() {}

    private record Calls(MethodHandle mmap, MethodHandle munmap, MethodHandle madvise) {}

    /** Returns zeroed memory at a multiple of 64, given back with {@code arena}. */
    public static MemorySegment allocate(long bytes, Arena arena) {
        if (bytes < PAGE_BYTES || CALLS.isEmpty()) {
            return arena.allocate(bytes, 64);
        }
        try {
            return map(CALLS.get(), bytes, arena);
        } catch (Throwable failure) {
            throw new IllegalStateException("mmap of " + bytes + " bytes", failure);
        }
    }

    @SuppressWarnings("restricted")
    private static MemorySegment map(Calls calls, long bytes, Arena arena) throws Throwable {
        long mapped = bytes + PAGE_BYTES;
        long address = (long) calls.mmap.invokeExact(0L, mapped, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
        if (address == MAP_FAILED) {
            throw new OutOfMemoryError("mmap of " + bytes + " bytes");
        }
        long aligned = (address + PAGE_BYTES - 1) & -PAGE_BYTES;
        // Advice: where it is not taken, pages are usual ones.
        int _ = (int) calls.madvise.invokeExact(aligned, bytes, MADV_HUGEPAGE);
        return MemorySegment.ofAddress(address)
                .reinterpret(mapped, arena, _ -> unmap(calls, address, mapped))
                .asSlice(aligned - address, bytes);
    }

    private static void unmap(Calls calls, long address, long bytes) {
        try {
            int _ = (int) calls.munmap.invokeExact(address, bytes);
        } catch (Throwable failure) {
            throw new IllegalStateException("munmap", failure);
        }
    }

    @SuppressWarnings("restricted")
    private static Optional<Calls> link() {
        boolean linux = System.getProperty("os.name", "").equals("Linux") && ValueLayout.ADDRESS.byteSize() == 8;
        if (!linux || !HugePages.class.getModule().isNativeAccessEnabled()) {
            return Optional.empty();
        }
        FunctionDescriptor mmap = FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG);
        FunctionDescriptor munmap =
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
        FunctionDescriptor madvise = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
        return Optional.of(new Calls(handle("mmap", mmap), handle("munmap", munmap), handle("madvise", madvise)));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }
}
