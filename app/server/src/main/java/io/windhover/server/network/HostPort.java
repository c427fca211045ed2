package io.windhover.server.network;

import io.windhover.model.DatabaseException;

/** An address as the network names it: {@code host:port}, an IPv6 address in brackets. */
record HostPort(String text, String host, int port) {
    private static final int PORT_MAX = 65_535;

    /** Reads an address; throws PARAMETER_INVALID. */
    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        int port = colon < 0 ? -1 : port(text.substring(colon + 1));
        if (host.isEmpty() || port < 1 || port > PORT_MAX) {
            throw DatabaseException.invalid("\"%s\" is no address of the form host:port", text);
        }
        boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        return new HostPort(text, isBracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
