/**
 * Milvus's gRPC service: wire messages to typed requests and back. Start at {@link
 * io.windhover.server.milvus.MilvusService}. Decides nothing about data; what a request may do is the proxy's to say.
 */
package io.windhover.server.milvus;
