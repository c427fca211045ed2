package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.index.bits.TriBits;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.Operand;
import io.windhover.model.schema.DataType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates a filter over the rows of one segment: condition by condition, each over the rows that the conditions before
 * it left open, cheap conditions first.
 */
public final class FilterEvaluator {
    /** Rows that are read from a column at a time. */
    public static final int BLOCK_ROWS = 1024;

    private final ScanColumns columns;
    private final IndexLookup indexes;
    private final Block block = new Block();

    private FilterEvaluator(FilterColumns columns, int rowCount) {
        this.columns = new ScanColumns(columns, rowCount);
        this.indexes = new IndexLookup(this.columns);
    }

    /**
     * Finds the rows that pass.
     *
     * @param columns of the segment
     * @param rowCount rows 0 to {@code rowCount - 1} are looked at
     * @return a set over {@code rowCount} rows, owned by the caller
     */
    public static Bits passing(Expr filter, FilterColumns columns, int rowCount) {
        return evaluate(filter, columns, rowCount).isTrue();
    }

    /** Finds the rows among {@code candidates} that pass; the candidates stay as they are. */
    public static Bits passing(Expr filter, FilterColumns columns, Bits candidates) {
        return new FilterEvaluator(columns, candidates.size())
                .evaluate(filter, candidates)
                .isTrue();
    }

    /** Returns the truth of a filter for each row. */
    public static TriBits evaluate(Expr filter, FilterColumns columns, int rowCount) {
        return new FilterEvaluator(columns, rowCount).evaluate(filter, Bits.all(rowCount));
    }

    /** Returns the truth for the candidates in sets of its own; other rows are in neither set. */
    private TriBits evaluate(Expr expr, Bits candidates) {
        return switch (expr) {
            case Expr.Constant(boolean value) -> TriBits.of(value ? candidates.copy() : new Bits(candidates.size()));
            case Expr.Not(Expr term) -> not(term, candidates);
            case Expr.And(List<Expr> terms) -> and(terms, candidates);
            case Expr.Or(List<Expr> terms) -> or(terms, candidates);
            case Expr.Compare _,
                    Expr.CompareOperands _,
                    Expr.Range _,
                    Expr.In _,
                    Expr.Like _,
                    Expr.Matches _,
                    Expr.TextMatch _,
                    Expr.PhraseMatch _,
                    Expr.Sample _,
                    Expr.Contains _,
                    Expr.Exists _,
                    Expr.IsNull _ -> leaf(expr, candidates);
        };
    }

    private TriBits leaf(Expr expr, Bits candidates) {
        Optional<TriBits> found = indexes.find(expr);
        Optional<TriBits> possible = found.isPresent() ? found : indexes.findPossible(expr);
        if (possible.isEmpty()) {
            return scan(expr, candidates);
        }
        Bits isTrue = possible.get().isTrue().and(candidates);
        return new TriBits(
                found.isPresent() ? isTrue : scan(expr, isTrue).isTrue(),
                possible.get().isNull().and(candidates));
    }

    private TriBits not(Expr term, Bits candidates) {
        TriBits truth = evaluate(term, candidates);
        Bits isFalse = candidates.copy().andNot(truth.isTrue()).andNot(truth.isNull());
        return new TriBits(isFalse, truth.isNull());
    }

    private TriBits and(List<Expr> terms, Bits candidates) {
        Bits open = candidates.copy();
        Bits unknown = new Bits(candidates.size());
        for (Expr term : cheapFirst(terms)) {
            if (open.isEmpty()) {
                break;
            }
            TriBits truth = evaluate(term, open);
            unknown.or(truth.isNull());
            open = truth.isTrue().or(truth.isNull());
        }
        unknown.and(open);
        return new TriBits(open.andNot(unknown), unknown);
    }

    private TriBits or(List<Expr> terms, Bits candidates) {
        Bits open = candidates.copy();
        Bits unknown = new Bits(candidates.size());
        for (Expr term : cheapFirst(terms)) {
            if (open.isEmpty()) {
                break;
            }
            TriBits truth = evaluate(term, open);
            unknown.or(truth.isNull());
            open.andNot(truth.isTrue());
        }
        unknown.and(open);
        return new TriBits(candidates.copy().andNot(open), unknown);
    }

    private TriBits scan(Expr expr, Bits candidates) {
        Scan scan = Scans.of(expr, columns);
        Bits isTrue = new Bits(candidates.size());
        Bits unknown = new Bits(candidates.size());
        for (int from = 0; from < candidates.size(); from += BLOCK_ROWS) {
            if (block.start(from, candidates)) {
                scan.test(block);
                block.store(isTrue, unknown);
            }
        }
        return new TriBits(isTrue, unknown);
    }

    private List<Expr> cheapFirst(List<Expr> terms) {
        return terms.stream().sorted(Comparator.comparingInt(this::cost)).toList();
    }

    /** Returns about how long a condition takes for a row, in nanoseconds. */
    private int cost(Expr expr) {
        if (indexes.hasIndex(expr)) {
            return 1;
        }
        return switch (expr) {
            case Expr.Constant _, Expr.IsNull _ -> 0;
            case Expr.Not(Expr term) -> cost(term);
            case Expr.And(List<Expr> terms) -> cost(terms);
            case Expr.Or(List<Expr> terms) -> cost(terms);
            case Expr.Compare compare -> cost(compare.operand());
            case Expr.CompareOperands compare -> cost(compare.left()) + cost(compare.right());
            case Expr.Range range -> cost(range.operand());
            case Expr.In in -> 2 + cost(in.operand());
            case Expr.Like like -> 20 + cost(like.operand());
            case Expr.Matches matches -> 400 + cost(matches.operand());
            case Expr.TextMatch _, Expr.PhraseMatch _ -> 2_000;
            case Expr.Sample _ -> 3;
            case Expr.Contains contains ->
                cost(contains.array()) + 10 * contains.elements().size();
            case Expr.Exists(Operand.JsonPath path) -> cost(path);
        };
    }

    private int cost(List<Expr> terms) {
        return terms.stream().mapToInt(this::cost).sum();
    }

    private static int cost(Operand operand) {
        return switch (operand) {
            case Operand.Field field -> field.type() == DataType.VARCHAR ? 15 : field.type() == DataType.ARRAY ? 30 : 2;
            case Operand.JsonPath _ -> 150;
            case Operand.ArrayElement _ -> 30;
            case Operand.ArrayLength(Operand array) -> cost(array);
            case Operand.Constant _ -> 0;
            case Operand.Arithmetic arithmetic -> 2 + cost(arithmetic.left()) + cost(arithmetic.right());
        };
    }
}
