package io.windhover.model.catalog;

/** A committed object of the object store. */
public record StoredFile(String name, long bytes) {}
