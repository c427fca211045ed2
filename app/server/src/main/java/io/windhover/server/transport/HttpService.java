package io.windhover.server.transport;

/** Answers HTTP requests; called on a virtual thread of its own for each, so it may wait. */
@FunctionalInterface
public interface HttpService {
    /** Answers every request with 404. */
    HttpService NONE = request -> HttpResponse.text(404, "nothing here\n");

    /** Answers one request; what it throws becomes status 500. */
    HttpResponse answer(HttpRequest request);
}
