package io.windhover.storm.play;

import io.windhover.storm.stage.Rows;

/**
 * What is played.
 *
 * @param rows          all rows there can be
 * @param baseRows      rows of the default partition, ids from 0
 * @param partitionRows rows of each partition that a client makes
 * @param batchRows     most rows of one insert
 * @param lateSeconds   how long missing rows of a new partition are waited for until they are lost
 * @param canRebuild    whether indexes of scalars may be dropped while the collection is loaded
 */
public record Setting(Rows rows, long baseRows, int partitionRows, int batchRows, int lateSeconds, boolean canRebuild) {
    /** Where the base rows are. */
    public static final String BASE = "_default";
}
