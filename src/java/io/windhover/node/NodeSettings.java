package io.windhover.node;

import io.windhover.node.data.DataSettings;
import io.windhover.node.query.QuerySettings;

/** What both halves of a node are told at the start. */
public record NodeSettings(DataSettings data, QuerySettings query) {
    /** For a machine of ordinary size. */
    public static final NodeSettings STANDARD = new NodeSettings(DataSettings.STANDARD, QuerySettings.STANDARD);
}
