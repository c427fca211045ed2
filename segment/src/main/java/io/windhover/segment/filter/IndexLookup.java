package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.index.bits.TriBits;
import io.windhover.index.scalar.ArrayIndex;
import io.windhover.index.scalar.KeyRange;
import io.windhover.index.scalar.NgramIndex;
import io.windhover.index.scalar.ScalarIndex;
import io.windhover.index.scalar.ScalarKey;
import io.windhover.index.scalar.ValueIndex;
import io.windhover.model.FieldId;
import io.windhover.model.catalog.IndexedPath;
import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.LikePattern;
import io.windhover.model.expr.Operand;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Answers conditions from the index on their field or JSON path, where there is one that can. */
final class IndexLookup {
    private final ScanColumns columns;

    IndexLookup(ScanColumns columns) {
        this.columns = columns;
    }

    /** Tells whether a condition will most likely be answered by an index. */
    boolean hasIndex(Expr expr) {
        return index(expr).isPresent();
    }

    /** Returns the truth of a condition for every row, in sets of its own; empty = a scan must find it. */
    Optional<TriBits> find(Expr expr) {
        Optional<ScalarIndex> index = index(expr);
        return index.flatMap(of -> switch (of) {
                    case ValueIndex values -> find(expr, values);
                    case ArrayIndex arrays -> find(expr, arrays);
                })
                .map(isTrue -> new TriBits(isTrue, index.get().isNull()));
    }

    /**
     * Returns rows for which a condition may be true, and all for which it is unknown, in sets of their own; a scan must
     * look at the former. Empty = it must look at every row.
     */
    Optional<TriBits> findPossible(Expr expr) {
        if (!(expr instanceof Expr.Like(Operand operand, LikePattern pattern))) {
            return Optional.empty();
        }
        Optional<NgramIndex> ngrams = switch (operand) {
            case Operand.Field(FieldId id, DataType _) -> columns.columns().ngrams(id, List.of());
            case Operand.JsonPath(FieldId id, List<String> path) ->
                columns.columns().ngrams(id, path);
            case Operand.ArrayElement _, Operand.ArrayLength _, Operand.Constant _, Operand.Arithmetic _ ->
                Optional.empty();
        };
        return ngrams.filter(index -> index.rowCount() == columns.rowCount())
                .flatMap(index -> index.candidates(literals(pattern)).map(rows -> new TriBits(rows, index.isNull())));
    }

    /** Returns texts that every text has in it that a pattern matches. */
    private static List<String> literals(LikePattern pattern) {
        return switch (pattern) {
            case LikePattern.Exact(String text) -> List.of(text);
            case LikePattern.Prefix(String text) -> List.of(text);
            case LikePattern.Suffix(String text) -> List.of(text);
            case LikePattern.Infix(String text) -> List.of(text);
            case LikePattern.General(List<LikePattern.Piece> pieces) ->
                pieces.stream()
                        .filter(LikePattern.Piece.Text.class::isInstance)
                        .map(piece -> ((LikePattern.Piece.Text) piece).text())
                        .toList();
        };
    }

    private Optional<ScalarIndex> index(Expr expr) {
        return operand(expr)
                .flatMap(operand -> switch (operand) {
                    case Operand.Field(FieldId id, DataType _) ->
                        columns.columns().index(id);
                    case Operand.JsonPath(FieldId id, List<String> path) ->
                        PathCasts.of(expr).flatMap(cast -> columns.columns().index(id, new IndexedPath(path, cast)));
                    case Operand.ArrayElement _, Operand.ArrayLength _, Operand.Constant _, Operand.Arithmetic _ ->
                        Optional.empty();
                })
                .filter(index -> index.rowCount() == columns.rowCount());
    }

    /** Returns what a condition is about, if it is one thing. */
    private static Optional<Operand> operand(Expr expr) {
        return switch (expr) {
            case Expr.Compare compare -> Optional.of(compare.operand());
            case Expr.Range range -> Optional.of(range.operand());
            case Expr.In in -> Optional.of(in.operand());
            case Expr.Like like -> Optional.of(like.operand());
            case Expr.Matches matches -> Optional.of(matches.operand());
            case Expr.TextMatch match -> Optional.of(match.field());
            case Expr.PhraseMatch match -> Optional.of(match.field());
            case Expr.Contains contains -> Optional.of(contains.array());
            case Expr.Constant _,
                    Expr.And _,
                    Expr.Or _,
                    Expr.Not _,
                    Expr.CompareOperands _,
                    Expr.Exists _,
                    Expr.Sample _,
                    Expr.IsNull _ -> Optional.empty();
        };
    }

    private static Optional<Bits> find(Expr expr, ArrayIndex index) {
        if (!(expr instanceof Expr.Contains contains)) {
            return Optional.empty();
        }
        List<ScalarKey> keys =
                contains.elements().stream().map(IndexLookup::key).toList();
        return Optional.of(contains.all() ? index.containsAll(keys) : index.containsAny(keys));
    }

    private Optional<Bits> find(Expr expr, ValueIndex index) {
        return switch (expr) {
            case Expr.Compare(Operand _, Comparison comparison, Value value) ->
                Optional.of(compare(index, comparison, key(value)));
            case Expr.Range range ->
                Optional.of(index.range(KeyRange.between(
                        key(range.lower()), range.lowerInclusive(), key(range.upper()), range.upperInclusive())));
            case Expr.In(Operand _, ValueSet values) -> Optional.of(index.in(keys(values)));
            case Expr.Like(Operand _, LikePattern pattern) -> like(index, pattern);
            case Expr.Matches(Operand _, String regex) -> matching(index, RegexMatcher.of(regex));
            case Expr.TextMatch match -> matching(index, WordMatcher.of(match));
            case Expr.PhraseMatch match -> matching(index, WordMatcher.of(match));
            case Expr.Constant _,
                    Expr.And _,
                    Expr.Or _,
                    Expr.Not _,
                    Expr.CompareOperands _,
                    Expr.Contains _,
                    Expr.Exists _,
                    Expr.Sample _,
                    Expr.IsNull _ -> Optional.empty();
        };
    }

    private static Bits compare(ValueIndex index, Comparison comparison, ScalarKey key) {
        return switch (comparison) {
            case EQ -> index.equalTo(key);
            case NE -> index.notEqualTo(key);
            case LT -> index.range(KeyRange.below(key, false));
            case LE -> index.range(KeyRange.below(key, true));
            case GT -> index.range(KeyRange.above(key, false));
            case GE -> index.range(KeyRange.above(key, true));
        };
    }

    private static Optional<Bits> like(ValueIndex index, LikePattern pattern) {
        if (pattern instanceof LikePattern.Prefix(String text)) {
            return Optional.of(index.startsWith(text));
        }
        return matching(index, LikeMatcher.of(pattern));
    }

    private static Optional<Bits> matching(ValueIndex index, TextScans.TextTest test) {
        // Each distinct text is taken out of its dictionary: worth it only if rows share them.
        if (index.distinctCount() > index.rowCount() / 2) {
            return Optional.empty();
        }
        return Optional.of(index.matching(
                key -> key instanceof ScalarKey.TextKey(byte[] utf8) && test.test(utf8, 0, utf8.length)));
    }

    private static ScalarKey key(Value value) {
        return switch (value) {
            case Value.BoolValue(boolean bool) -> ScalarKey.of(bool);
            case Value.LongValue(long whole) -> ScalarKey.of(whole);
            case Value.DoubleValue(double real) -> ScalarKey.of(real);
            case Value.StringValue(String text) -> ScalarKey.of(text);
            case Value.ListValue _ -> throw new IllegalArgumentException("a list is no key of an index");
        };
    }

    private static List<ScalarKey> keys(ValueSet set) {
        return switch (set) {
            case ValueSet.Longs(long[] values) ->
                Arrays.stream(values).mapToObj(ScalarKey::of).toList();
            case ValueSet.Doubles(double[] values) ->
                Arrays.stream(values).mapToObj(ScalarKey::of).toList();
            case ValueSet.Strings(List<String> values) ->
                values.stream().map(ScalarKey::of).toList();
            case ValueSet.Booleans(boolean hasFalse, boolean hasTrue) -> {
                List<ScalarKey> both = List.of(ScalarKey.of(false), ScalarKey.of(true));
                int from = hasFalse ? 0 : 1;
                int to = hasTrue ? 2 : 1;
                yield from < to ? both.subList(from, to) : List.of();
            }
        };
    }
}
