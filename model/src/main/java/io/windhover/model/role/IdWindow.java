package io.windhover.model.role;

/** A run of numbers that nobody else gets: {@code first} to {@code first + count - 1}. */
public record IdWindow(long first, int count) {}
