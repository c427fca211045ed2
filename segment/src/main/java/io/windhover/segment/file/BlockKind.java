package io.windhover.segment.file;

/** What a block of a column file holds. The numbers are part of the format. */
enum BlockKind {
    /** Fixed-width values, or the bytes of values of any length. */
    VALUES(1),
    /** Where each value of any length starts: 64-bit, one more than rows. */
    OFFSETS(2),
    /** One bit a row in 64-bit words, set = null. */
    NULLS(3);

    private final int number;

    BlockKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
