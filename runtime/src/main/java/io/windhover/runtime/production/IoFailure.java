package io.windhover.runtime.production;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;

/** Turns the operating system's failures into the port's: DISK_FULL where no space is left, IO_FAILED otherwise. */
final class IoFailure {
    private IoFailure() {}

    /** An action on a file. */
    interface Action<T> {
        T run() throws IOException;
    }

    static <T> T naming(Path path, Action<T> action) {
        try {
            return action.run();
        } catch (IOException cause) {
            throw of(path, cause);
        }
    }

    static DatabaseException of(Path path, IOException cause) {
        String text = String.valueOf(cause.getMessage());
        boolean full = text.contains("No space left on device") || text.contains("quota exceeded");
        return full
                ? new DatabaseException(ErrorCode.DISK_FULL, "no space left for " + path, cause)
                : new DatabaseException(ErrorCode.IO_FAILED, path + ": " + cause, cause);
    }
}
