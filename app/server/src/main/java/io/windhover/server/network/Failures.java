package io.windhover.server.network;

import io.grpc.Metadata;
import io.grpc.Status;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Failures on their way: the code's name and the text in the trailers of the call. */
final class Failures {
    /** Bytes of trailers that are read. */
    static final int TRAILER_BYTES_MAX = 64 << 10;

    private static final int TEXT_BYTES_MAX = 16 << 10;
    private static final Metadata.Key<String> CODE =
            Metadata.Key.of("windhover-code", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> TEXT =
            Metadata.Key.of("windhover-text-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private Failures() {}

    /** The status of a call that the callee failed; the trailers say how. */
    static final Status STATUS = Status.ABORTED;

    /** Returns the trailers that tell a failure. */
    static Metadata trailers(DatabaseException failure) {
        Metadata trailers = new Metadata();
        trailers.put(CODE, failure.code().name());
        byte[] text = String.valueOf(failure.getMessage()).getBytes(StandardCharsets.UTF_8);
        trailers.put(TEXT, text.length > TEXT_BYTES_MAX ? Arrays.copyOf(text, TEXT_BYTES_MAX) : text);
        return trailers;
    }

    /**
     * Returns the failure of a call that ended without an answer.
     *
     * @param wasSent whether the request may have left this process
     */
    static DatabaseException of(String address, Status status, Metadata trailers, boolean wasSent) {
        return told(trailers).orElseGet(() -> of(address, status, wasSent));
    }

    private static Optional<DatabaseException> told(Metadata trailers) {
        String name = trailers == null ? null : trailers.get(CODE);
        if (name == null) {
            return Optional.empty();
        }
        byte[] text = trailers.get(TEXT);
        String message = text == null ? name : new String(text, StandardCharsets.UTF_8);
        return Optional.of(Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .map(code -> new DatabaseException(code, message))
                .orElseGet(() -> new DatabaseException(ErrorCode.UNEXPECTED, name + ": " + message)));
    }

    private static DatabaseException of(String address, Status status, boolean wasSent) {
        String reason = "\"" + address + "\": " + reason(status);
        return switch (status.getCode()) {
            case RESOURCE_EXHAUSTED ->
                new DatabaseException(ErrorCode.PARAMETER_TOO_LARGE, "a message is too large for " + reason);
            case UNIMPLEMENTED ->
                new DatabaseException(ErrorCode.NODE_OFFLINE, "nothing of this database answers at " + reason);
            default ->
                wasSent || status.getCode() == Status.Code.DEADLINE_EXCEEDED
                        ? new DatabaseException(
                                ErrorCode.DEADLINE_EXCEEDED,
                                "no answer from " + reason + "; it may have done what it was asked")
                        : new DatabaseException(ErrorCode.NODE_OFFLINE, "cannot reach " + reason);
        };
    }

    private static String reason(Status status) {
        String text = status.getDescription() == null ? status.getCode().toString() : status.getDescription();
        return status.getCause() == null
                ? text
                : text + ": " + root(status.getCause()).getMessage();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
