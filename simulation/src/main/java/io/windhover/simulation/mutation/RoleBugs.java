package io.windhover.simulation.mutation;

import io.windhover.embedded.Wiring;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.QueryRole;
import io.windhover.model.role.ShardWrite;
import io.windhover.model.role.TailReads;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.ShardRows;
import io.windhover.simulation.network.Between;
import java.util.List;
import java.util.Optional;

/** Bugs of those who write, hold and read shards. */
final class RoleBugs {
    private RoleBugs() {}

    private static Wiring owners(Between.Change change) {
        return new Wiring() {
            @Override
            public DataRole owners(DataRole behind) {
                return Between.put(DataRole.class, behind, change);
            }
        };
    }

    /** A write is sent again though it was done. */
    static Wiring writesActTwice() {
        return owners((method, arguments, next) -> {
            if (method.equals("append")) {
                next.with(arguments);
            }
            return next.with(arguments);
        });
    }

    /** An upsert adds the new row and leaves the old one. */
    static Wiring upsertKeepsOld() {
        return owners((method, arguments, next) -> {
            if (arguments.length == 1
                    && arguments[0] instanceof ShardWrite write
                    && !write.inserts().isEmpty()) {
                return next.with(
                        new ShardWrite(write.shard(), write.catalogVersion(), write.inserts(), Optional.empty()));
            }
            return next.with(arguments);
        });
    }

    /** A write of two steps: the deletes of an upsert are done, its rows are lost if there is little time. */
    static Wiring upsertIsTorn() {
        int[] writes = new int[1];
        return owners((method, arguments, next) -> {
            boolean torn = arguments.length == 1
                    && arguments[0] instanceof ShardWrite write
                    && write.deletes().isPresent()
                    && ++writes[0] % 10 == 0;
            if (torn) {
                ShardWrite write = (ShardWrite) arguments[0];
                return next.with(new ShardWrite(write.shard(), write.catalogVersion(), List.of(), write.deletes()));
            }
            return next.with(arguments);
        });
    }

    private static Wiring tails(Between.Change change) {
        return new Wiring() {
            @Override
            public DataRole tails(DataRole behind) {
                return Between.put(DataRole.class, behind, change);
            }
        };
    }

    /** Deletes that are in no file yet do not reach loaded segments. */
    static Wiring newDeletesAreIgnored() {
        return tails((method, arguments, next) -> switch (next.with(arguments)) {
            case TailReads.TailRows rows -> new TailReads.TailRows(rows.rows(), none(rows.deletes()), rows.isBare());
            case TailReads.TailHits hits -> new TailReads.TailHits(hits.hits(), none(hits.deletes()), hits.isBare());
            case null -> null;
            case Object other -> other;
        });
    }

    private static TailReads.TailDeletes none(TailReads.TailDeletes deletes) {
        return new TailReads.TailDeletes(
                new PrimaryKeys.LongKeys(new long[0]), new long[0], new long[0], deletes.upTo());
    }

    /** A reader believes that its segments cover rows that are not flushed yet. */
    static Wiring readersCoverTooMuch() {
        return tails((method, arguments, next) -> {
            if (arguments.length == 1 && arguments[0] instanceof TailReads.TailQuery query) {
                return next.with(new TailReads.TailQuery(later(query.view()), query.plan()));
            }
            if (arguments.length == 1 && arguments[0] instanceof TailReads.TailSearch search) {
                return next.with(new TailReads.TailSearch(later(search.view()), search.plan()));
            }
            return next.with(arguments);
        });
    }

    private static TailReads.TailView later(TailReads.TailView view) {
        Timestamp covered = Timestamp.ofMillis(view.coveredUpTo().epochMs() + 200);
        return view.coveredUpTo().equals(Timestamp.ZERO)
                ? view
                : new TailReads.TailView(
                        view.shard(), covered, view.deletesAfter(), view.guarantee(), view.newestKnown());
    }

    private static Wiring readers(Between.Change change) {
        return new Wiring() {
            @Override
            public QueryRole readers(QueryRole behind) {
                return Between.put(QueryRole.class, behind, change);
            }
        };
    }

    /** The first shard is asked in place of the others. */
    static Wiring oneShardIsAskedForAll() {
        return readers((method, arguments, next) -> {
            if (arguments.length == 2 && arguments[0] instanceof QueryRole.ShardRead read) {
                ShardId first = new ShardId(read.shard().collection(), 0);
                return next.with(
                        new QueryRole.ShardRead(
                                first, read.catalogVersionAtLeast(), read.guarantee(), read.everywhere()),
                        arguments[1]);
            }
            return next.with(arguments);
        });
    }

    /** A filter with several rows to count loses one, as an index of the wrong width would. */
    static Wiring filtersLoseRows() {
        return readers((method, arguments, next) -> {
            Object answer = next.with(arguments);
            boolean filtered = arguments.length == 2
                    && arguments[1] instanceof QueryPlan plan
                    && plan.countOnly()
                    && plan.filter().isPresent();
            return filtered && answer instanceof ShardRows rows && rows.count() > 3
                    ? new ShardRows(rows.keys(), rows.rows(), rows.count() - 1, rows.servedAt())
                    : answer;
        });
    }
}
