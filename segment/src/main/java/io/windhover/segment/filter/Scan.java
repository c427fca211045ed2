package io.windhover.segment.filter;

/** A condition without and, or, not: tested on one block of rows after the other. */
interface Scan {
    /** Finds the truth of the wanted rows of a block. */
    void test(Block block);

    /** Returns the opposite of a condition; unknown stays unknown. */
    static Scan not(Scan scan) {
        return block -> {
            scan.test(block);
            block.invert();
        };
    }
}
