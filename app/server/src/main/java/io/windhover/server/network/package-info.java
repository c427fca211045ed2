/**
 * Calls between the processes of a database over gRPC: one method that carries bytes. Start at {@link
 * io.windhover.server.network.GrpcNetwork}. Knows nothing of what is asked.
 */
package io.windhover.server.network;
