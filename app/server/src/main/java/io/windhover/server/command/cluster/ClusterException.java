package io.windhover.server.command.cluster;

/** Something about a cluster on this machine that cannot be done; the message says what and why. */
final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClusterException(String message) {
        super(message);
    }
}
