package io.windhover.server.milvus;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.ErrorCode.Blame;
import io.windhover.model.ErrorCode.Retry;
import io.windhover.model.SizeExempt;
import io.windhover.proto.common.Status;

/** Success and failure in the form every Milvus client reads: the code, and the older enum derived from it. */
final class WireStatus {
    /** Success. */
    static final Status OK = Status.getDefaultInstance();

    private static final String IS_INPUT_ERROR = "is_input_error";
    private static final String REQUEST_ID = "request_id";

    private WireStatus() {}

    /** Returns the status of a failed request, with the id that the log calls it by. */
    static Status of(DatabaseException failure, Caller caller) {
        return of(failure).toBuilder()
                .putExtraInfo(REQUEST_ID, caller.requestId())
                .build();
    }

    /** Returns the status of a failure. */
    @SuppressWarnings("deprecation") // older clients read the older enum
    static Status of(DatabaseException failure) {
        ErrorCode code = failure.code();
        boolean isInput = code.blame() == Blame.USER;
        String reason = failure.getMessage() == null ? code.text() : failure.getMessage();
        Status.Builder status = Status.newBuilder()
                .setCode(code.wireCode())
                .setErrorCodeValue(legacy(code.wireCode()))
                .setReason(reason)
                .setDetail(reason)
                .setRetriable(!isInput && code.retry() != Retry.NEVER);
        if (isInput) {
            status.putExtraInfo(IS_INPUT_ERROR, "true");
        }
        return status.build();
    }

    /**
     * Returns a response that carries a status and nothing else.
     *
     * @param shape any instance of the response's type, which is {@code Status} itself or has a field {@code status}
     * @throws IllegalArgumentException if the type carries no status
     */
    static Message response(Message shape, Status status) {
        if (shape instanceof Status) {
            return status;
        }
        FieldDescriptor field = shape.getDescriptorForType().findFieldByName("status");
        if (field == null) {
            throw new IllegalArgumentException(shape.getDescriptorForType().getName() + " carries no status");
        }
        return shape.newBuilderForType().setField(field, status).build();
    }

    /** Returns the number of the enum that clients older than the code read. */
    @SizeExempt("one table")
    private static int legacy(int code) {
        return switch (code) {
            case 0 -> 0; // Success
            case 1, 110 -> 56; // NotReadyServe
            case 100 -> 4; // CollectionNotExists
            case 1100, 1101, 1102 -> 5; // IllegalArgument
            case 904 -> 50; // NodeIDNotMatch
            case 200, 400, 501 -> 15; // MetaFailed
            case 401, 503, 506, 905 -> 46; // NoReplicaAvailable
            case 3 -> 52; // InsufficientMemoryToLoad
            case 7 -> 54; // DiskQuotaExhausted
            case 11, 505 -> 55; // TimeTickLongDelay
            case 8 -> 49; // RateLimit
            case 9 -> 48; // ForceDeny
            case 700 -> 25; // IndexNotExist
            case 600 -> 47; // SegmentNotFound
            case 109 -> 62; // SchemaMismatch
            default -> 1; // UnexpectedError
        };
    }
}
