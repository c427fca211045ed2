package io.windhover.proxy.request;

import io.windhover.model.Timestamp;
import io.windhover.model.row.PrimaryKeys;

/** What a write did: the keys of its rows in the order they came, how many, and when (a session's reads wait for it). */
public record WriteResult(PrimaryKeys keys, long count, Timestamp timestamp) {}
