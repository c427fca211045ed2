package io.windhover.storm.endpoint;

/** A row that was found, with its score by the field's metric or the ranker's. */
public record Hit(long id, double score) {}
