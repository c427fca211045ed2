package io.windhover.server.transport;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One HTTP/1.1 response.
 *
 * @param status      HTTP status number
 * @param contentType MIME type of the body
 * @param body        whole; belongs to the response from now on
 * @param headers     further ones
 */
public record HttpResponse(int status, String contentType, byte[] body, Map<String, String> headers) {
    /** Answers with plain text. */
    public static HttpResponse text(int status, String text) {
        return new HttpResponse(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** Answers with a JSON document. */
    public static HttpResponse json(int status, byte[] document) {
        return new HttpResponse(status, "application/json; charset=utf-8", document, Map.of());
    }
}
