package io.windhover.segment.file;

import io.windhover.runtime.port.ObjectStore.MappedObject;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A whole object in native memory at an address that kernels can use: mapped, or copied where the store cannot map. */
final class MappedFile implements AutoCloseable {
    private final AutoCloseable owner;
    private final MemorySegment bytes;

    private MappedFile(AutoCloseable owner, MemorySegment bytes) {
        this.owner = owner;
        this.bytes = bytes;
    }

    /** Takes over the object, which is closed with this. */
    static MappedFile of(MappedObject object) {
        MemorySegment bytes = object.bytes();
        if (bytes.isNative() && (bytes.address() & FileFormat.ALIGNMENT - 1) == 0) {
            return new MappedFile(object, bytes);
        }
        Arena arena = Arena.ofShared();
        MemorySegment copy = arena.allocate(Math.max(1, bytes.byteSize()), FileFormat.ALIGNMENT);
        MemorySegment.copy(bytes, 0, copy, 0, bytes.byteSize());
        object.close();
        return new MappedFile(arena, copy.asSlice(0, bytes.byteSize()));
    }

    MemorySegment bytes() {
        return bytes;
    }

    @Override
    public void close() {
        switch (owner) {
            case Arena arena -> arena.close();
            case MappedObject object -> object.close();
            default -> throw new IllegalStateException("unknown owner of mapped memory");
        }
    }
}
