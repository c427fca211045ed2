/**
 * The messages and service stubs of Milvus's wire API, generated at build time from {@code src/main/protobuf}. Start from
 * {@code io.windhover.proto.milvus.MilvusServiceGrpc}. No hand-written class belongs here: what a message means is decided in
 * {@code io.windhover.server}.
 */
package io.windhover.proto;
