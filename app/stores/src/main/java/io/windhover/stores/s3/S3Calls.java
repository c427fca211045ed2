package io.windhover.stores.s3;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says in the port's words what went wrong with a call; the client has repeated by then what may be repeated. */
final class S3Calls {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;
    private static final int FULL = 507;

    private S3Calls() {}

    static <T> T call(String name, Supplier<T> action) {
        try {
            return action.get();
        } catch (S3Exception failure) {
            throw new DatabaseException(code(failure.statusCode()), "object " + name + ": " + text(failure), failure);
        } catch (AbortedException cancelled) {
            throw new io.windhover.runtime.CancelledException("a call of S3");
        } catch (SdkException failure) {
            throw new DatabaseException(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "object " + name + ": S3 cannot be reached: " + failure.getMessage(),
                    failure);
        }
    }

    private static ErrorCode code(int status) {
        if (status == NOT_FOUND) {
            return ErrorCode.IO_KEY_NOT_FOUND;
        }
        if (status == FULL) {
            return ErrorCode.DISK_FULL;
        }
        return status >= SERVER || status == TOO_MANY || status == CONFLICT
                ? ErrorCode.SERVICE_UNAVAILABLE
                : ErrorCode.IO_FAILED;
    }

    private static String text(S3Exception failure) {
        return switch (failure.statusCode()) {
            case NOT_FOUND -> "there is none";
            case PRECONDITION_FAILED -> "exists already";
            default -> "S3 answers " + failure.statusCode() + ", " + failure.getMessage();
        };
    }
}
