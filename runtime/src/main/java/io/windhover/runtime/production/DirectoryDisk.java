package io.windhover.runtime.production;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.DiskNames;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory of the operating system, held exclusively by this process while open. */
public final class DirectoryDisk implements Disk {
    private final Path root;
    private final DirectoryLock lock;

    private DirectoryDisk(Path root, DirectoryLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Opens a directory, created if absent.
     *
     * @throws DatabaseException DIRECTORY_IN_USE naming the directory and its holder, IO_FAILED
     */
    public static DirectoryDisk open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        return new DirectoryDisk(root, DirectoryLock.take(root));
    }

    /** Tells whether a directory has a folder, without opening or creating anything. */
    public static boolean hasFolder(Path directory, String folder) {
        return Files.isDirectory(directory.resolve(folder));
    }

    /** Returns the absolute path of the directory. */
    public Path root() {
        return root;
    }

    @Override
    public DiskFile open(String name) {
        Path path = path(name);
        return IoFailure.naming(path, () -> {
            createFolder(path.getParent());
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            return new ChannelFile(path, channel);
        });
    }

    /** Creates missing folders from the top, each durable in its parent: they are few and stay. */
    private void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        createFolder(folder.getParent());
        Files.createDirectories(folder);
        force(folder.getParent());
    }

    @Override
    public MemorySegment map(String name, Arena arena) {
        Path path = path(name);
        return IoFailure.naming(path, () -> {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            } catch (NoSuchFileException cause) {
                throw new DatabaseException(ErrorCode.IO_KEY_NOT_FOUND, "no file " + path, cause);
            }
        });
    }

    @Override
    public boolean exists(String name) {
        return Files.isRegularFile(path(name));
    }

    @Override
    public void rename(String from, String to) {
        Path target = path(to);
        IoFailure.naming(target, () -> {
            createFolder(target.getParent());
            return Files.move(path(from), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    @Override
    public void delete(String name) {
        Path path = path(name);
        IoFailure.naming(path, () -> Files.deleteIfExists(path));
    }

    @Override
    public List<FileMeta> list(String folder) {
        Path top = folder.isEmpty() ? root : path(folder);
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        return IoFailure.naming(top, () -> {
            List<FileMeta> files = new ArrayList<>();
            try (Stream<Path> paths = Files.walk(top)) {
                for (Path path : (Iterable<Path>) paths::iterator) {
                    addFile(path, files);
                }
            }
            files.sort(Comparator.comparing(FileMeta::name));
            return files;
        });
    }

    private void addFile(Path path, List<FileMeta> files) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            String name = root.relativize(path).toString().replace('\\', '/');
            if (attributes.isRegularFile() && !name.equals(DirectoryLock.FILE)) {
                long modifiedMs = attributes.lastModifiedTime().toMillis();
                files.add(new FileMeta(name, attributes.size(), modifiedMs));
            }
        } catch (NoSuchFileException ignored) {
            // Deleted since the folder was read: not there is a right answer.
        }
    }

    @Override
    public void forceFolder(String folder) {
        Path path = folder.isEmpty() ? root : path(folder);
        IoFailure.naming(path, () -> {
            createFolder(path);
            force(path);
            return path;
        });
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long freeBytes() {
        return IoFailure.naming(root, () -> Files.getFileStore(root).getUsableSpace());
    }

    @Override
    public void close() {
        lock.close();
    }

    private Path path(String name) {
        return root.resolve(DiskNames.checked(name));
    }
}
