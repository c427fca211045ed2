package io.windhover.runtime.local;

/**
 * What a crash left at the end of a log and was cut off when it was opened: records that nobody had been told about.
 *
 * @param offset where the valid records end
 * @param bytes how many bytes of unfinished records were cut
 */
public record TornTail(String file, long offset, long bytes) {}
