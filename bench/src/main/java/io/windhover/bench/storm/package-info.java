/**
 * Concurrent DDL, writes and searches against a real server, every answer checked. Start at {@link
 * io.windhover.bench.storm.Storm}. Speaks only the wire protocol.
 */
package io.windhover.bench.storm;
