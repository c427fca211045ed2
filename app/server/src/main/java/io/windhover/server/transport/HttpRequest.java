package io.windhover.server.transport;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP/1.1 request, read to its end.
 *
 * @param method  upper case
 * @param path    decoded, without the query
 * @param query   decoded values by name
 * @param headers last value by lower-case name
 * @param body    empty if there was none
 */
public record HttpRequest(
        String method, String path, Map<String, List<String>> query, Map<String, String> headers, byte[] body) {
    /** Finds a header by its name, in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
