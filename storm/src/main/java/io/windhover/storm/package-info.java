/**
 * A storm of concurrent DDL, writes and searches against any server that speaks Milvus's protocol, every answer checked.
 * Start at {@link io.windhover.storm.Storm}. May use nothing of the database but its wire, through the official client.
 */
package io.windhover.storm;
