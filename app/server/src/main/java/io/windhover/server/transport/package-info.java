/**
 * One port that speaks gRPC and HTTP/1.1, in clear text or TLS. Start at {@link io.windhover.server.transport.Transport}.
 * The only package that knows the network library; nothing here knows what a request means.
 */
package io.windhover.server.transport;
