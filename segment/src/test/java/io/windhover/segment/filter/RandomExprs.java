package io.windhover.segment.filter;

import io.windhover.model.FieldId;
import io.windhover.model.expr.ArithmeticOperator;
import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.LikePattern;
import io.windhover.model.expr.Operand;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Random bound filters over {@link TestColumns}, of every kind of condition and operand. */
public final class RandomExprs {
    private static final String[] PATTERNS = {
        "a%", "%b", "%a%", "a_b", "_", "%", "__%", "a%b%", "%a_", "\\%a", "é%", "_b%", "%%", "", "a%%b", "%a%é"
    };
    private static final String[] REGEXES = {"a", "^a", "b$", "a.b", "(?i)A", "^$", "[ab]+", "é", "a|é", "^.$", "^a*b"};
    private static final List<DataType> KINDS = List.copyOf(TestColumns.ELEMENTS.values());

    private final Random random;

    /** Uses the test's seeded numbers. */
    public RandomExprs(Random random) {
        this.random = random;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Returns a filter whose logic is so deep at most. */
    public Expr expr(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return leaf();
        }
        return switch (random.nextInt(3)) {
            case 0 -> new Expr.Not(expr(depth - 1));
            case 1 -> new Expr.And(terms(depth));
            default -> new Expr.Or(terms(depth));
        };
    }

    private List<Expr> terms(int depth) {
        return IntStream.range(0, 2 + random.nextInt(2))
                .mapToObj(_ -> expr(depth - 1))
                .toList();
    }

    /** Returns a condition on one whole field that is neither JSON nor an array. */
    public Expr fieldLeaf() {
        Map.Entry<FieldId, DataType> field = pick(TestColumns.TYPES.entrySet().stream()
                .filter(entry -> entry.getValue() != DataType.JSON)
                .toList());
        return condition(new Operand.Field(field.getKey(), field.getValue()));
    }

    /** Returns a pattern for a text field or texts in the JSON field. */
    Expr like() {
        return new Expr.Like(
                random.nextBoolean() ? field(DataType.VARCHAR) : path(), LikePattern.parse(pick(List.of(PATTERNS))));
    }

    /** Returns a condition on what a path leads to in the JSON field. */
    public Expr pathLeaf() {
        if (random.nextInt(3) == 0) {
            return new Expr.Contains(path(), random.nextBoolean(), values(random.nextInt(4), pick(KINDS)));
        }
        return condition(path());
    }

    /** Returns a condition on the key, which is never null. */
    Expr keyLeaf() {
        return condition(new Operand.Field(TestColumns.KEY, DataType.INT64));
    }

    private Expr leaf() {
        return switch (random.nextInt(9)) {
            case 0 -> new Expr.Constant(random.nextBoolean());
            case 1 -> new Expr.Exists(path());
            case 2 -> {
                Map.Entry<FieldId, DataType> field = pick(List.copyOf(TestColumns.TYPES.entrySet()));
                yield new Expr.IsNull(new Operand.Field(field.getKey(), field.getValue()));
            }
            case 3 -> contains();
            case 4 -> list();
            case 5 -> {
                DataType kind = pick(KINDS);
                yield new Expr.CompareOperands(operand(kind), comparison(), operand(sameKind(kind)));
            }
            case 6 -> condition(jsonOperand(2));
            default -> condition(operand(pick(KINDS)));
        };
    }

    private DataType sameKind(DataType type) {
        return type.isNumeric()
                ? pick(KINDS.stream().filter(DataType::isNumeric).toList())
                : type;
    }

    private Comparison comparison() {
        return pick(List.of(Comparison.values()));
    }

    private Expr condition(Operand operand) {
        DataType type = operand.type() == DataType.JSON ? pick(KINDS) : operand.type();
        return switch (random.nextInt(type == DataType.VARCHAR ? 5 : 3)) {
            case 0 -> new Expr.Compare(operand, comparison(), constant(type));
            case 1 ->
                new Expr.Range(operand, constant(type), random.nextBoolean(), constant(type), random.nextBoolean());
            case 2 -> new Expr.In(operand, set(type));
            case 3 -> matches(operand);
            default -> like(operand);
        };
    }

    private Expr matches(Operand operand) {
        boolean isComputed = operand instanceof Operand.Arithmetic;
        return isComputed ? like(operand) : new Expr.Matches(operand, pick(List.of(REGEXES)));
    }

    private Expr like(Operand operand) {
        return new Expr.Like(operand, LikePattern.parse(pick(List.of(PATTERNS))));
    }

    /** Returns a constant for values of a type; one for whole numbers may lie outside of the type. */
    private Value constant(DataType type) {
        return switch (TestColumns.scalar(random, wide(type))) {
            case Boolean bool -> new Value.BoolValue(bool);
            case Long whole -> new Value.LongValue(whole);
            case Double real -> new Value.DoubleValue(real + 0.0);
            case String text -> new Value.StringValue(text);
            default -> throw new IllegalStateException("no constant of " + type);
        };
    }

    private DataType wide(DataType type) {
        return type.isInteger() && random.nextInt(6) == 0 ? DataType.INT64 : type;
    }

    private ValueSet set(DataType type) {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            values.add(TestColumns.scalar(random, wide(type)));
        }
        return switch (type) {
            case BOOL -> new ValueSet.Booleans(values.contains(false), values.contains(true));
            case VARCHAR ->
                new ValueSet.Strings(values.stream().map(String.class::cast).toList());
            case FLOAT, DOUBLE ->
                ValueSet.Doubles.of(values.stream().mapToDouble(v -> (Double) v).toArray());
            default ->
                ValueSet.Longs.of(values.stream().mapToLong(v -> (Long) v).toArray());
        };
    }

    private Operand operand(DataType type) {
        int choice = random.nextInt(3);
        if (choice == 0 && type.isNumeric()) {
            return number(2, type.isInteger());
        }
        if (choice == 1) {
            FieldId array = TestColumns.ELEMENTS.entrySet().stream()
                    .filter(entry -> entry.getValue() == type)
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            return new Operand.ArrayElement(array, type, random.nextInt(3));
        }
        return field(type);
    }

    private Operand field(DataType type) {
        return new Operand.Field(
                TestColumns.TYPES.entrySet().stream()
                        .filter(entry -> entry.getValue() == type)
                        .findFirst()
                        .orElseThrow()
                        .getKey(),
                type);
    }

    private Operand number(int depth, boolean whole) {
        if (depth == 0) {
            return switch (random.nextInt(4)) {
                case 0 -> new Operand.Constant(new Value.LongValue(random.nextInt(5)));
                case 1 ->
                    whole
                            ? new Operand.ArrayLength(new Operand.Field(TestColumns.TEXTS, DataType.ARRAY))
                            : field(DataType.DOUBLE);
                case 2 -> whole ? new Operand.ArrayLength(path()) : field(DataType.FLOAT);
                default -> field(whole ? DataType.INT64 : DataType.DOUBLE);
            };
        }
        ArithmeticOperator operator = pick(List.of(ArithmeticOperator.values()));
        while (operator == ArithmeticOperator.POWER || !whole && !isReal(operator)) {
            operator = pick(List.of(ArithmeticOperator.values()));
        }
        boolean leftWhole = whole || random.nextBoolean();
        return new Operand.Arithmetic(operator, number(depth - 1, leftWhole), number(depth - 1, whole));
    }

    private static boolean isReal(ArithmeticOperator operator) {
        return !operator.isBitwise() && operator != ArithmeticOperator.MODULO && operator != ArithmeticOperator.POWER;
    }

    /** Returns every path that conditions are about. */
    public static List<List<String>> paths() {
        List<List<String>> paths = new ArrayList<>();
        paths.add(List.of());
        for (String first : TestColumns.KEYS) {
            paths.add(List.of(first));
            TestColumns.KEYS.forEach(second -> paths.add(List.of(first, second)));
        }
        return paths;
    }

    private Operand.JsonPath path() {
        List<String> path = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            path.add(TestColumns.key(random));
        }
        return new Operand.JsonPath(TestColumns.JSON, path);
    }

    private Operand jsonOperand(int depth) {
        if (depth == 0 || random.nextInt(3) > 0) {
            return path();
        }
        ArithmeticOperator operator = pick(List.of(ArithmeticOperator.values()));
        if (operator == ArithmeticOperator.POWER) {
            return path();
        }
        Operand other = random.nextBoolean() ? number(0, random.nextBoolean()) : jsonOperand(depth - 1);
        return random.nextBoolean()
                ? new Operand.Arithmetic(operator, jsonOperand(depth - 1), other)
                : new Operand.Arithmetic(operator, other, path());
    }

    /** Returns a condition on the elements of an array field or JSON array. */
    public Expr contains() {
        if (random.nextBoolean()) {
            List<Value> elements = values(random.nextInt(4), pick(KINDS));
            return new Expr.Contains(path(), random.nextBoolean(), elements);
        }
        Map.Entry<FieldId, DataType> array = pick(List.copyOf(TestColumns.ELEMENTS.entrySet()));
        return new Expr.Contains(
                new Operand.Field(array.getKey(), DataType.ARRAY),
                random.nextBoolean(),
                values(random.nextInt(4), array.getValue()));
    }

    private List<Value> values(int count, DataType type) {
        return IntStream.range(0, count).mapToObj(_ -> constant(type)).toList();
    }

    private Expr list() {
        Comparison comparison = random.nextBoolean() ? Comparison.EQ : Comparison.NE;
        Map.Entry<FieldId, DataType> array = pick(List.copyOf(TestColumns.ELEMENTS.entrySet()));
        Value list = new Value.ListValue(values(random.nextInt(3), array.getValue()));
        return random.nextBoolean()
                ? new Expr.Compare(path(), comparison, list)
                : new Expr.Compare(new Operand.Field(array.getKey(), DataType.ARRAY), comparison, list);
    }
}
