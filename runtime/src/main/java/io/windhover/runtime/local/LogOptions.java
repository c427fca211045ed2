package io.windhover.runtime.local;

import io.windhover.model.Invariant;

/**
 * How a log lays out its files.
 *
 * @param fileBytes size at which a new file is begun
 * @param preallocateBytes zeros written ahead of small groups, so that forcing them need not change the file's length;
 *     measured on ext4: forcing 1 KiB takes 0.11 ms inside the file, 0.15 to 0.20 ms at its end
 */
public record LogOptions(long fileBytes, int preallocateBytes) {
    /** Files of 64 MiB, preallocated by 1 MiB. */
    public static final LogOptions STANDARD = new LogOptions(64L << 20, 1 << 20);

    /** Rejects sizes that make no log. */
    public LogOptions {
        Invariant.check(fileBytes > 0 && fileBytes <= 1L << 30, "log file of {} bytes", fileBytes);
        Invariant.check(preallocateBytes >= 0, "preallocation of {} bytes", preallocateBytes);
    }
}
