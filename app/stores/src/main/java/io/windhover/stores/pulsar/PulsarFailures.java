package io.windhover.stores.pulsar;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.CancelledException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.pulsar.client.api.PulsarClientException;

/** Says in the port's words what Pulsar's client says. */
final class PulsarFailures {
    private PulsarFailures() {}

    /** A call of the client. */
    interface Call<T> {
        /** Makes it. */
        T make() throws PulsarClientException;
    }

    static <T> T call(String what, Call<T> call) {
        try {
            return call.make();
        } catch (PulsarClientException failure) {
            throw of(what, failure);
        }
    }

    static DatabaseException of(String what, Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof InterruptedException || cause.getCause() instanceof InterruptedException) {
            throw new CancelledException("a call of Pulsar");
        }
        return new DatabaseException(code(cause), what + ": " + cause.getMessage(), cause);
    }

    private static ErrorCode code(Throwable cause) {
        return switch (cause) {
            case PulsarClientException.ProducerFencedException _, PulsarClientException.ProducerBusyException _ ->
                ErrorCode.NOT_OWNER;
            case PulsarClientException.ProducerBlockedQuotaExceededError _,
                    PulsarClientException.ProducerBlockedQuotaExceededException _ -> ErrorCode.DISK_FULL;
            default -> ErrorCode.SERVICE_UNAVAILABLE;
        };
    }

    /**
     * Tells whether a topic was absent. It may have been deleted since it was listed, or not be known yet to a broker that
     * has just started: whoever opens a log lists its topics anew.
     */
    static boolean isAbsent(DatabaseException failure) {
        return failure.getCause() instanceof PulsarClientException.TopicDoesNotExistException
                || failure.getCause() instanceof PulsarClientException.NotFoundException;
    }

    static DatabaseException damaged(String what) {
        return new DatabaseException(ErrorCode.DATA_INTEGRITY, what);
    }
}
