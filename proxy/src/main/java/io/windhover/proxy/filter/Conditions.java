package io.windhover.proxy.filter;

import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.Operand;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins conditions in a normal form: no And in an And, no constant beside others, no double negation, equalities of one
 * operand as one list. Every step keeps the truth of each row, unknown included.
 */
final class Conditions {
    private Conditions() {}

    static Expr constant(boolean value) {
        return new Expr.Constant(value);
    }

    /** False where the operand has a value. */
    static Expr never(Operand operand) {
        return new Expr.In(operand, new ValueSet.Longs(new long[0]));
    }

    /** True where the operand has a value. */
    static Expr always(Operand operand) {
        return new Expr.Not(never(operand));
    }

    static Expr not(Expr term) {
        return switch (term) {
            case Expr.Constant(boolean value) -> constant(!value);
            case Expr.Not(Expr inner) -> inner;
            default -> new Expr.Not(term);
        };
    }

    static Expr and(List<Expr> terms) {
        List<Expr> flat = new ArrayList<>();
        for (Expr term : terms) {
            switch (term) {
                case Expr.Constant(boolean value) -> {
                    if (!value) {
                        return term;
                    }
                }
                case Expr.And(List<Expr> inner) -> flat.addAll(inner);
                default -> flat.add(term);
            }
        }
        List<Expr> joined = joinRanges(flat);
        return switch (joined.size()) {
            case 0 -> constant(true);
            case 1 -> joined.getFirst();
            default -> new Expr.And(joined);
        };
    }

    static Expr or(List<Expr> terms) {
        List<Expr> flat = new ArrayList<>();
        for (Expr term : terms) {
            switch (term) {
                case Expr.Constant(boolean value) -> {
                    if (value) {
                        return term;
                    }
                }
                case Expr.Or(List<Expr> inner) -> flat.addAll(inner);
                default -> flat.add(term);
            }
        }
        List<Expr> joined = joinEqualities(flat);
        return switch (joined.size()) {
            case 0 -> constant(false);
            case 1 -> joined.getFirst();
            default -> new Expr.Or(joined);
        };
    }

    /** Makes one range of a lower and an upper limit of the same operand and kind. */
    private static List<Expr> joinRanges(List<Expr> terms) {
        List<Expr> joined = new ArrayList<>();
        Map<LimitKey, Integer> open = new LinkedHashMap<>();
        for (Expr term : terms) {
            if (!(term instanceof Expr.Compare limit) || !isLimit(limit)) {
                joined.add(term);
                continue;
            }
            Integer partner = open.remove(LimitKey.partnerOf(limit));
            if (partner == null) {
                open.putIfAbsent(LimitKey.of(limit), joined.size());
                joined.add(term);
            } else {
                joined.set(partner, range((Expr.Compare) joined.get(partner), limit));
            }
        }
        return joined;
    }

    private static boolean isLimit(Expr.Compare compare) {
        return compare.comparison() != Comparison.EQ && compare.comparison() != Comparison.NE;
    }

    private static Expr range(Expr.Compare a, Expr.Compare b) {
        Expr.Compare lower = isLower(a) ? a : b;
        Expr.Compare upper = isLower(a) ? b : a;
        return new Expr.Range(
                a.operand(),
                lower.value(),
                lower.comparison() == Comparison.GE,
                upper.value(),
                upper.comparison() == Comparison.LE);
    }

    private static boolean isLower(Expr.Compare limit) {
        return limit.comparison() == Comparison.GT || limit.comparison() == Comparison.GE;
    }

    /** Makes one list of equalities and lists of the same operand and kind. */
    private static List<Expr> joinEqualities(List<Expr> terms) {
        Map<ListKey, ListValues> lists = new LinkedHashMap<>();
        List<Object> places = new ArrayList<>();
        for (Expr term : terms) {
            Optional<ListKey> key = ListKey.of(term);
            if (key.isEmpty()) {
                places.add(term);
                continue;
            }
            ListValues values = lists.get(key.get());
            if (values == null) {
                values = new ListValues(key.get().operand(), term);
                lists.put(key.get(), values);
                places.add(values);
            } else {
                values.add(term);
            }
        }
        return places.stream()
                .map(place -> place instanceof ListValues values ? values.expr() : (Expr) place)
                .toList();
    }

    /** Limits that can be two ends of one range: same operand, same kind of value, same direction. */
    private record LimitKey(Operand operand, boolean lower, Class<?> kind) {
        static LimitKey of(Expr.Compare limit) {
            return new LimitKey(limit.operand(), isLower(limit), limit.value().getClass());
        }

        static LimitKey partnerOf(Expr.Compare limit) {
            return new LimitKey(limit.operand(), !isLower(limit), limit.value().getClass());
        }
    }

    /** Equalities that can be one list: same operand, same kind of value. */
    private record ListKey(Operand operand, Class<?> kind) {
        static Optional<ListKey> of(Expr term) {
            return switch (term) {
                case Expr.Compare(Operand operand, Comparison comparison, Value value)
                when comparison == Comparison.EQ && !(value instanceof Value.ListValue) ->
                    Optional.of(new ListKey(operand, value.getClass()));
                case Expr.In(Operand operand, ValueSet values)
                when values.count() > 0 -> Optional.of(new ListKey(operand, valueClass(values)));
                default -> Optional.empty();
            };
        }

        private static Class<?> valueClass(ValueSet values) {
            return switch (values) {
                case ValueSet.Longs _ -> Value.LongValue.class;
                case ValueSet.Doubles _ -> Value.DoubleValue.class;
                case ValueSet.Strings _ -> Value.StringValue.class;
                case ValueSet.Booleans _ -> Value.BoolValue.class;
            };
        }
    }

    /** Values of one operand that any may equal. */
    private static final class ListValues {
        private final Operand operand;
        private final Expr only;
        private final List<Value> values = new ArrayList<>();
        private int terms;

        ListValues(Operand operand, Expr first) {
            this.operand = operand;
            this.only = first;
            add(first);
        }

        void add(Expr term) {
            terms++;
            switch (term) {
                case Expr.Compare compare -> values.add(compare.value());
                case Expr.In in -> values.addAll(ValueSets.values(in.values()));
                default -> throw new IllegalStateException("neither equality nor list: " + term);
            }
        }

        Expr expr() {
            return terms == 1 ? only : new Expr.In(operand, ValueSets.of(values));
        }
    }
}
