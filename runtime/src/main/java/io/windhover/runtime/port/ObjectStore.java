package io.windhover.runtime.port;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Large immutable things under slash-separated names. An object is there whole or not at all, and durable when its
 * writer has been committed.
 */
public interface ObjectStore extends AutoCloseable {
    /** Name and size of an object; {@code modifiedMs} is the store's own clock. */
    record ObjectMeta(String name, long bytes, long modifiedMs) {}

    /** Writes one object piece by piece; nothing is visible before {@link #commit}. */
    interface ObjectWriter extends AutoCloseable {
        /** Adds bytes at the end. */
        void write(MemorySegment bytes);

        /** Returns how many bytes were written so far. */
        long position();

        /** Makes the object durable and visible. */
        void commit();

        /** Throws the object away unless it was committed. */
        @Override
        void close();
    }

    /** Read access to a whole object as memory, mapped where the store can, until closed. */
    interface MappedObject extends AutoCloseable {
        /** Returns the bytes; using them after close fails. */
        MemorySegment bytes();

        @Override
        void close();
    }

    /** Starts writing an object; one that exists is replaced at commit. */
    ObjectWriter create(String name);

    /** Starts writing an object whose commit fails with IO_FAILED if the name exists by then. */
    ObjectWriter createNew(String name);

    /** Opens an object. Throws {@code DatabaseException(IO_KEY_NOT_FOUND)} naming it if there is none. */
    MappedObject map(String name);

    /** Reads a range into fresh heap memory. */
    byte[] read(String name, long offset, int bytes);

    /** Lists the objects whose names start with {@code prefix}, in name order. */
    List<ObjectMeta> list(String prefix);

    /** Deletes an object; deleting an absent one changes nothing. A crash soon after may bring the object back. */
    void delete(String name);

    @Override
    void close();
}
