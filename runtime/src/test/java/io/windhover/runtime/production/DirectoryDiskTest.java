package io.windhover.runtime.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a directory has one user and says who. Method: a second opening in the same process. */
class DirectoryDiskTest {
    @TempDir
    Path directory;

    @Test
    void secondOpeningIsRefusedNamingDirectoryAndHolderUntilTheFirstIsClosed() {
        DirectoryDisk first = DirectoryDisk.open(directory);
        assertThatThrownBy(() -> DirectoryDisk.open(directory))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("pid " + ProcessHandle.current().pid())
                .extracting(failure -> ((DatabaseException) failure).code())
                .isEqualTo(ErrorCode.DIRECTORY_IN_USE);
        first.close();
        DirectoryDisk second = DirectoryDisk.open(directory);
        assertThat(second.list("")).isEmpty();
        assertThat(second.freeBytes()).isPositive();
        second.close();
    }
}
