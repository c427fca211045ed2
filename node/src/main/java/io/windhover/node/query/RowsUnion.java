package io.windhover.node.query;

import io.windhover.model.row.Columns;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.search.Group;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.ShardRows;
import java.util.Arrays;
import java.util.List;

/** Merges the rows of the growing and the sealed part of one shard, both in ascending order of key. */
final class RowsUnion {
    private RowsUnion() {}

    /** Of equal keys the growing row stays: it is the newer. */
    static ShardRows of(ShardRows growing, ShardRows sealed, QueryPlan plan) {
        if (plan.aggregation().isPresent()) {
            List<Group> groups = Group.merge(
                    List.of(growing.groups(), sealed.groups()),
                    plan.aggregation().get());
            return new ShardRows(growing.keys(), growing.rows(), 0, growing.servedAt(), groups);
        }
        if (plan.countOnly()) {
            return new ShardRows(growing.keys(), growing.rows(), growing.count() + sealed.count(), growing.servedAt());
        }
        if (growing.keys().count() == 0 || sealed.keys().count() == 0) {
            return growing.keys().count() == 0 ? sealed : growing;
        }
        long limit = plan.limit() < 0 ? Long.MAX_VALUE : plan.limit();
        int[] picks = picks(growing.keys(), sealed.keys(), limit);
        PrimaryKeys keys = Columns.select(Columns.concatKeys(List.of(growing.keys(), sealed.keys())), picks);
        RowBatch rows = plan.outputFields().isEmpty()
                ? new RowBatch(List.of(), picks.length)
                : Columns.select(Columns.concat(List.of(growing.rows(), sealed.rows())), picks);
        return new ShardRows(keys, rows, picks.length, growing.servedAt());
    }

    private static int[] picks(PrimaryKeys growing, PrimaryKeys sealed, long limit) {
        int[] picks = new int[growing.count() + sealed.count()];
        int count = 0;
        int left = 0;
        int right = 0;
        while (count < limit && (left < growing.count() || right < sealed.count())) {
            int order = left == growing.count()
                    ? 1
                    : right == sealed.count() ? -1 : PrimaryKeys.compare(growing, left, sealed, right);
            picks[count++] = order <= 0 ? left++ : growing.count() + right++;
            right += order == 0 ? 1 : 0;
        }
        return Arrays.copyOf(picks, count);
    }
}
