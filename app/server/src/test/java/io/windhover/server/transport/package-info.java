/** Tests of the shared port with real sockets and a real gRPC client. */
package io.windhover.server.transport;
