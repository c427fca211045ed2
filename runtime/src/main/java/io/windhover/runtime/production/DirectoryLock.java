package io.windhover.runtime.production;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right of one process to use a directory, held through the operating system's lock on its file {@code LOCK}: a
 * killed process holds nothing. The file contains the holder's process id for the reader of the error message.
 */
public final class DirectoryLock implements AutoCloseable {
    /** The name of the lock file. */
    public static final String FILE = "LOCK";

    private final FileChannel channel;
    private final FileLock lock;

    private DirectoryLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the directory, which is created if absent.
     *
     * @throws DatabaseException DIRECTORY_IN_USE naming the directory and its holder, IO_FAILED
     */
    public static DirectoryLock take(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = holder(channel);
                channel.close();
                throw new DatabaseException(
                        ErrorCode.DIRECTORY_IN_USE, "data directory " + directory + " is in use by " + holder);
            }
            write(channel, ProcessHandle.current().pid());
            return new DirectoryLock(channel, lock);
        } catch (IOException cause) {
            throw new DatabaseException(ErrorCode.IO_FAILED, "cannot lock " + file + ": " + cause, cause);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ignored) {
            // Held in this very process: the virtual machine keeps one table of locks for all.
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        if (pid.isEmpty()) {
            return "another process";
        }
        boolean own = pid.equals(Long.toString(ProcessHandle.current().pid()));
        return own ? "this process (pid " + pid + ")" : "process " + pid;
    }

    private static void write(FileChannel channel, long pid) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    }

    @Override
    public void close() {
        try {
            channel.truncate(0);
            lock.release();
            channel.close();
        } catch (IOException cause) {
            throw new DatabaseException(ErrorCode.IO_FAILED, "cannot release " + FILE + ": " + cause, cause);
        }
    }
}
