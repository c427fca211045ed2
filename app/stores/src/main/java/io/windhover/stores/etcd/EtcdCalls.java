package io.windhover.stores.etcd;

import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for etcd's answers and says in the port's words what went wrong. */
record EtcdCalls(Duration timeout) {
    /** What etcd said of a call that may be made again without harm. */
    <T> T read(String what, CompletableFuture<T> answer) {
        try {
            return await(answer);
        } catch (TimeoutException _) {
            throw unavailable(what, "no answer within " + timeout);
        } catch (EtcdException failure) {
            throw refused(what, failure);
        }
    }

    /** As above, of a call that must not act twice: what has no answer may have acted. */
    <T> T write(String what, CompletableFuture<T> answer) {
        try {
            return await(answer);
        } catch (TimeoutException _) {
            throw new MetaStore.OutcomeUnknown(what + ": etcd did not answer within " + timeout);
        } catch (EtcdException failure) {
            switch (failure.getErrorCode()) {
                case INVALID_ARGUMENT,
                        NOT_FOUND,
                        RESOURCE_EXHAUSTED,
                        FAILED_PRECONDITION,
                        UNAUTHENTICATED,
                        PERMISSION_DENIED -> throw refused(what, failure);
                default -> throw new MetaStore.OutcomeUnknown(what + ": " + failure.getMessage());
            }
        }
    }

    private <T> T await(CompletableFuture<T> answer) throws TimeoutException {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            answer.cancel(true);
            throw new CancelledException("a call of etcd");
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw late;
        } catch (ExecutionException failed) {
            throw EtcdExceptionFactory.toEtcdException(failed.getCause());
        }
    }

    private static DatabaseException refused(String what, EtcdException failure) {
        ErrorCode code = switch (failure.getErrorCode()) {
            // A revision that is compacted: the only range that a read can miss.
            case OUT_OF_RANGE -> ErrorCode.CATALOG_STALE;
            case NOT_FOUND -> ErrorCode.NOT_OWNER;
            case INVALID_ARGUMENT -> ErrorCode.PARAMETER_INVALID;
            case RESOURCE_EXHAUSTED -> ErrorCode.DISK_FULL;
            case UNAUTHENTICATED, PERMISSION_DENIED -> ErrorCode.IO_FAILED;
            default -> ErrorCode.SERVICE_UNAVAILABLE;
        };
        return new DatabaseException(code, what + ": " + failure.getMessage(), failure);
    }

    private static DatabaseException unavailable(String what, String why) {
        return new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, what + ": " + why);
    }
}
