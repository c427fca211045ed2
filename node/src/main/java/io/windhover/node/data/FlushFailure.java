package io.windhover.node.data;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.role.Lack;
import java.util.Optional;

/**
 * Why a flush did not end at its last attempt.
 *
 * @param cause what was thrown
 * @param lack  what was not reached, if it is that
 */
record FlushFailure(DatabaseException cause, Optional<Lack> lack) {
    /** Of a step that has nothing to do with others. */
    static FlushFailure of(DatabaseException cause) {
        return new FlushFailure(cause, isOfDisk(cause) ? Optional.of(Lack.DISK) : Optional.empty());
    }

    /** Of a step that needs {@code lack}. */
    static FlushFailure without(Lack lack, DatabaseException cause) {
        boolean isUnreached = cause.code() == ErrorCode.SERVICE_UNAVAILABLE
                || cause.code() == ErrorCode.DEADLINE_EXCEEDED
                || cause.code() == ErrorCode.NODE_OFFLINE;
        return isUnreached ? new FlushFailure(cause, Optional.of(lack)) : of(cause);
    }

    private static boolean isOfDisk(DatabaseException cause) {
        return cause.code() == ErrorCode.DISK_FULL || cause.code() == ErrorCode.IO_FAILED;
    }

    /** Tells whether a disk of this process is why. */
    boolean isOfDisk() {
        return lack.filter(Lack.DISK::equals).isPresent();
    }
}
