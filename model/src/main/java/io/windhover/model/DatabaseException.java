package io.windhover.model;

import java.util.Locale;

/**
 * The one exception of the database: a code for the client's program and a message for its reader, with the names and
 * values needed to act. The code is set where the fact is known and kept by everyone above.
 */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ErrorCode code;

    /** Creates a failure with the given message. */
    public DatabaseException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** Creates a failure that another one caused. */
    public DatabaseException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Returns a failure in Milvus's form: its base text, then {@code [key=value]} for each pair of names and values. */
    public static DatabaseException of(ErrorCode code, Object... keysAndValues) {
        StringBuilder message = new StringBuilder(code.text());
        for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
            message.append('[')
                    .append(keysAndValues[i])
                    .append('=')
                    .append(keysAndValues[i + 1])
                    .append(']');
        }
        return new DatabaseException(code, message.toString());
    }

    /** Returns a failure in Milvus's form: what happened, then the code's base text. */
    public static DatabaseException because(ErrorCode code, String format, Object... values) {
        String reason = values.length == 0 ? format : String.format(Locale.ROOT, format, values);
        return new DatabaseException(code, reason + ": " + code.text());
    }

    /** Returns a refusal of a bad value ({@link ErrorCode#PARAMETER_INVALID}), formatted as {@link String#format}. */
    public static DatabaseException invalid(String format, Object... values) {
        return because(ErrorCode.PARAMETER_INVALID, format, values);
    }

    /** Returns the code. */
    public ErrorCode code() {
        return code;
    }
}
