/** Tests of calls between processes over gRPC, on ports of loopback. */
package io.windhover.server.network;
