package io.windhover.runtime.port;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A directory of files, as a crash leaves it: what was not forced may be lost or torn. Names are slash-separated and
 * relative. Failures are {@code DatabaseException}: DISK_FULL when no space is left, IO_FAILED otherwise, both naming
 * the file.
 */
public interface Disk extends AutoCloseable {
    /** An open file. */
    interface DiskFile extends AutoCloseable {
        /** Writes all bytes at {@code offset}. */
        void write(long offset, MemorySegment bytes);

        /** Writes the parts one after the other at {@code offset}, in one call to the system where possible. */
        void write(long offset, List<MemorySegment> parts);

        /** Fills {@code target} from {@code offset}; returns how many bytes there were. */
        long read(long offset, MemorySegment target);

        /** Makes all that was written survive a power loss. */
        void force();

        /** Returns the length in bytes. */
        long size();

        /** Cuts or extends the file. */
        void truncate(long size);

        @Override
        void close();
    }

    /** Opens a file for reading and writing; creates it (and its folders) if absent. */
    DiskFile open(String name);

    /** Maps a whole existing file read-only for as long as {@code arena} lives. */
    MemorySegment map(String name, Arena arena);

    /** Tells whether a file exists. */
    boolean exists(String name);

    /** Renames a file, replacing the target, durable after {@link #forceFolder}. */
    void rename(String from, String to);

    /** Deletes a file; deleting an absent one changes nothing. */
    void delete(String name);

    /** Name, length and last change of a file. */
    record FileMeta(String name, long bytes, long modifiedMs) {}

    /** Lists all files below a folder ("" = all), with full names, in name order. */
    List<FileMeta> list(String folder);

    /** Makes creations, renames and deletions in a folder survive a power loss. */
    void forceFolder(String folder);

    /** Returns the bytes that can still be written. */
    long freeBytes();

    @Override
    void close();
}
