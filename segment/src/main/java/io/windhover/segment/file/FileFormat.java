package io.windhover.segment.file;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;

/** Constants that all files of a segment share. */
final class FileFormat {
    /** Blocks start at multiples of this, so that mapped values are aligned for every kernel. */
    static final int ALIGNMENT = 64;

    /** Bytes before the first block. */
    static final int HEADER_BYTES = 64;

    /** Bytes after the directory. */
    static final int TAIL_BYTES = 32;

    /** Present version of every format. */
    static final int VERSION = 1;

    /** First eight bytes of a column file: {@code WHSEGCOL}. */
    static final long COLUMNS_MAGIC = magic("WHSEGCOL");

    /** First eight bytes of a file of deletes: {@code WHSEGDEL}. */
    static final long DELETES_MAGIC = magic("WHSEGDEL");

    /** First eight bytes of an index file: {@code WHSEGIDX}. */
    static final long INDEX_MAGIC = magic("WHSEGIDX");

    /** Stands for the time of each row where a field's id is expected. */
    static final long TIMESTAMPS_FIELD = -1;

    private FileFormat() {}

    private static long magic(String text) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | text.charAt(i);
        }
        return value;
    }

    static DatabaseException damaged(String file, String part, String what) {
        return new DatabaseException(
                ErrorCode.DATA_INTEGRITY, "file \"%s\" is damaged: %s: %s".formatted(file, part, what));
    }
}
