package io.windhover.server.config;

/** A configuration that cannot be used; the message names the key and where it stands. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the refusal. */
    public ConfigException(String message) {
        super(message);
    }
}
