package io.windhover.proxy.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.LikePattern;
import io.windhover.model.expr.Operand;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
    private static final FieldSchema KEY =
            new FieldSchema(new FieldId(100), "id", DataType.INT64, FieldTraits.key(false), Map.of());
    private static final CollectionSchema SCHEMA = TestSchemas.everyType(false);
    private static final CollectionSchema DYNAMIC = TestSchemas.everyType(true);
    private static final Operand I64 = new Operand.Field(new FieldId(103), DataType.INT64);
    private static final Operand TEXT = new Operand.Field(new FieldId(106), DataType.VARCHAR);

    private static Expr parse(String filter) {
        return FilterParser.parse(filter, SCHEMA, Map.of(), () -> 7);
    }

    private static Value whole(long value) {
        return new Value.LongValue(value);
    }

    private static Expr compare(Operand operand, Comparison comparison, long value) {
        return new Expr.Compare(operand, comparison, whole(value));
    }

    // Goal: words are asked for where a field has them. Method: a schema with such a field; what is bound, and
    // mistakes.
    @Test
    void wordsAreAskedForInFieldsThatHaveThem() {
        Map<String, String> params =
                Map.of("max_length", "99", "enable_match", "true", "analyzer_params", "{\"type\": \"english\"}");
        FieldSchema field = new FieldSchema(new FieldId(101), "prose", DataType.VARCHAR, FieldTraits.PLAIN, params);
        CollectionSchema schema = new CollectionSchema("", List.of(KEY, field), 0);
        Operand.Field prose = new Operand.Field(new FieldId(101), DataType.VARCHAR);
        String english = "{\"type\": \"english\"}";
        Function<String, Expr> parsed = filter -> FilterParser.parse(filter, schema, Map.of(), () -> 7);
        assertThat(parsed.apply("TEXT_MATCH(prose, 'a b')")).isEqualTo(new Expr.TextMatch(prose, "a b", 1, english));
        assertThat(parsed.apply("text_match(prose, 'a b', minimum_should_match=2)"))
                .isEqualTo(new Expr.TextMatch(prose, "a b", 2, english));
        assertThat(parsed.apply("phrase_match(prose, 'a b')"))
                .isEqualTo(new Expr.PhraseMatch(prose, "a b", 0, english));
        assertThat(parsed.apply("not phrase_match(prose, 'a b', 3)"))
                .isEqualTo(new Expr.Not(new Expr.PhraseMatch(prose, "a b", 3, english)));
        Map<String, String> mistakes = Map.of(
                "text_match(prose, 'x', minimum_should_match=0)", "must be a whole number in [1, 1000]",
                "text_match(prose, 7)", "the query of text_match must be a string, but got: 7",
                "text_match(prose, 'x', nope=1)", "argument nope is not known",
                "text_match(prose)", "text_match takes 2 arguments, but got 1",
                "phrase_match(prose, 'x', -1)", "slop must be a whole number in [0, 1000]");
        mistakes.forEach(
                (filter, text) -> assertThatThrownBy(() -> parsed.apply(filter)).hasMessageContaining(text));
    }

    // Goal: pairs of texts mean the same. Method: both are parsed, the bound forms must be equal.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "i64 == 1 and s == 'x' or b; (i64 == 1 and s == 'x') or b",
                "not i64 == 1 and b; (not (i64 == 1)) && b",
                "!b || d > 1; NOT (b == true) OR d > 1.0",
                "1 < i64; i64 > 1",
                "1 < i64 <= 5; i64 > 1 and i64 <= 5",
                "5 >= i64 > 1; i64 > 1 and i64 <= 5",
                "i64 == 1 or i64 == 2 or i64 in [3, 2]; i64 in [1, 2, 3]",
                "i64 > 1.5; i64 >= 2",
                "i64 <= -1.5; i64 <= -2",
                "i64 == 2.0; i64 == 2",
                "i64 + 2 * 3 == 7; (i64 + 6) == 7",
                "i64 == 2 ** 3 ** 2; i64 == 64",
                "i64 == -2 ** 2; i64 == -4",
                "i64 == 0x1F; i64 == 31",
                "i64 == 0b101; i64 == 5",
                "i64 == 017; i64 == 15",
                "d == 1e3; d == 1000",
                "d == .5; d == 0.5",
                "d == 5.; d == 5",
                "s like 'abc'; s == 'abc'",
                "s == 'it\\'s'; s == \"it's\"",
                "s == '\\x41\\102\\u0043'; s == 'ABC'",
                "s == r'a\\n'; s == 'a\\\\n'",
                "(i64 & 1) == 1 << 2; (i64 & 1) == 4",
                "i64 in [1, 2,]; i64 in [2, 1]",
                "i64 in [1 + 1, 3]; i64 in [2, 3]",
                "meta['a'] in [1.0, 2]; meta['a'] in [1, 2]",
                "meta['a'] is null; not exists meta['a']",
                "meta[\"a\"][0] == 1; meta['a'][\"0\"] == 1",
                "array_contains(ints, 1.0); ARRAY_CONTAINS(ints, 1)",
                "json_contains_all(ints, [1, 2]); array_contains_all(ints, [1, 2])",
                "true and b; b",
                "(b == true) == false; not b",
                "not not b; b",
                "i64 is not null; not (i64 is null)",
                "i64 not in [1]; not (i64 in [1])",
                "-i64 == 1; 0 - i64 == 1",
                "~i64 == 1; (i64 ^ -1) == 1",
                "i64 == -9223372036854775808; i64 == -0x8000000000000000",
            })
    void equivalentTextsBindToTheSame(String left, String right) {
        assertThat(parse(left)).isEqualTo(parse(right));
    }

    // Goal: the bound form is what it should be. Method: by hand for one of each.
    @Test
    void bindsFieldsAndValues() {
        assertThat(parse("i64 == 1")).isEqualTo(compare(I64, Comparison.EQ, 1));
        assertThat(parse("")).isEqualTo(new Expr.Constant(true));
        assertThat(parse(" \n")).isEqualTo(new Expr.Constant(true));
        assertThat(parse("1 == 2")).isEqualTo(new Expr.Constant(false));
        assertThat(parse("1 < i64 < 4")).isEqualTo(new Expr.Range(I64, whole(1), false, whole(4), false));
        assertThat(parse("i64 in [3, 1, 3]")).isEqualTo(new Expr.In(I64, ValueSet.Longs.of(1, 3)));
        assertThat(parse("s like 'a%'")).isEqualTo(new Expr.Like(TEXT, new LikePattern.Prefix("a")));
        assertThat(parse("s like '%a'")).isEqualTo(new Expr.Like(TEXT, new LikePattern.Suffix("a")));
        assertThat(parse("s like '%a%'")).isEqualTo(new Expr.Like(TEXT, new LikePattern.Infix("a")));
        assertThat(parse("s =~ r'a\\.b$'")).isEqualTo(new Expr.Matches(TEXT, "a\\.b$"));
        assertThat(parse("s !~ 'x'")).isEqualTo(new Expr.Not(new Expr.Matches(TEXT, "x")));
        assertThat(parse("s != 'a' AND RANDOM_SAMPLE(0.25)"))
                .isEqualTo(new Expr.And(List.of(parse("s != 'a'"), new Expr.Sample(0.25, 7))));
        assertThat(parse("s like '\\%a%'")).isEqualTo(new Expr.Like(TEXT, new LikePattern.Prefix("%a")));
        assertThat(parse("f == 0.1"))
                .isEqualTo(new Expr.Compare(
                        new Operand.Field(new FieldId(104), DataType.FLOAT),
                        Comparison.EQ,
                        new Value.DoubleValue(0.1f)));
        assertThat(parse("ints[2] > 1"))
                .isEqualTo(compare(new Operand.ArrayElement(new FieldId(108), DataType.INT64, 2), Comparison.GT, 1));
    }

    // Goal: a bare unknown name is a dynamic key, if there are any. Method: same text, two schemas.
    @Test
    void unknownNamesAreDynamicKeys() {
        Expr expected = compare(new Operand.JsonPath(new FieldId(113), List.of("color")), Comparison.EQ, 1);
        assertThat(FilterParser.parse("color == 1", DYNAMIC, Map.of(), () -> 7)).isEqualTo(expected);
        assertThat(FilterParser.parse("$meta['color'] == 1", DYNAMIC, Map.of(), () -> 7))
                .isEqualTo(expected);
        assertThat(FilterParser.parse("color['a'] == 1", DYNAMIC, Map.of(), () -> 7))
                .isEqualTo(compare(new Operand.JsonPath(new FieldId(113), List.of("color", "a")), Comparison.EQ, 1));
        assertThatThrownBy(() -> parse("color == 1"))
                .hasMessageStartingWith("cannot parse expression: color == 1, error: field color not exist");
    }

    // Goal: values beside the text stand where they are named. Method: one of each kind.
    @Test
    void templatesAreFilledIn() {
        Map<String, Value> values = Map.of(
                "n", whole(7),
                "list", new Value.ListValue(List.of(whole(1), whole(2))),
                "t", new Value.StringValue("a%"));
        assertThat(FilterParser.parse("i64 < {n}", SCHEMA, values, () -> 7)).isEqualTo(parse("i64 < 7"));
        assertThat(FilterParser.parse("i64 in {list}", SCHEMA, values, () -> 7)).isEqualTo(parse("i64 in [1, 2]"));
        assertThat(FilterParser.parse("s like {t}", SCHEMA, values, () -> 7)).isEqualTo(parse("s like 'a%'"));
        assertThatThrownBy(() -> FilterParser.parse("i64 in {absent}", SCHEMA, values, () -> 7))
                .hasMessageContaining("the value of expression template variable name {absent} is not found");
    }

    // Goal: what is wrong is said in the words that clients' tests know. Method: text and part of the message.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "s >= 0; error: comparisons between VarChar and Int64 are not supported",
                "b == 1; error: comparisons between Bool and Int64 are not supported",
                "i64 == 'x'; error: comparisons between Int64 and VarChar are not supported",
                "i64 == s; error: comparisons between Int64 and VarChar are not supported",
                "i64; predicate is not a boolean expression: i64, data type: Int64",
                "1 + 1; predicate is not a boolean expression: 1 + 1, data type: Int64",
                "absent in [1, 2]; cannot parse expression: absent in [1, 2], error: field absent not exist",
                "i64 in 3; the right-hand side of 'in' must be a list, but got: 3",
                "i64 in [1, 's']; value 'string_val:\"s\"' in list cannot be casted to Int64",
                "i64 in [1.5, 2]; value 'float_val:1.5' in list cannot be casted to Int64",
                "s in [1]; value 'int64_val:1' in list cannot be casted to VarChar",
                "1 in [1]; 'term' can only be used on non-const expression, but got: 1",
                "i64 + 1 in [1]; 'term' can only be used on single field, but got: i64 + 1",
                "i64 in [i8, 1]; array element type must be generic value, but got: i8",
                "i64 and b; 'and' can only be used between boolean expressions",
                "b or i64; 'or' can only be used between boolean expressions",
                "not i64; not op can only be applied on boolean expression",
                "5 < i64 < 3; invalid range: lowerbound is greater than upperbound",
                "i8 < i64 < 3; lowerbound cannot be a non-const expression: i8",
                "i64 like 'a%'; like operation on non-string or no-json field is unsupported",
                "s like 5; the right operand of like must be a string, but got: 5",
                "ints == 1; can not comparisons array fields directly",
                "ints['a'] == 1; can only access array field with integer index",
                "i64[0] == 1; Int64 data type not supported accessed with []",
                "meta[a] == 1; json key must be enclosed in double quotes or single quotes: \"a\"",
                "meta[''] == 1; invalid identifier: meta['']",
                "exists i64; exists operations are only supportted on json field, got:Int64",
                "exists meta; exists operations are only supportted on json key",
                "array_length(i64) == 1; array_length operation are only supported on json or array fields now, got: i64",
                "json_contains(s, 1); contains operation are only supported on json or array fields now, got: s",
                "array_contains_any(ints, 1); contains_any operation element must be an array",
                "array_contains(ints, 'x'); contains operation can't compare between array element type: Int64 and VarChar",
                "i64 / 0 == 1; cannot divide by zero",
                "i64 % 0 == 1; cannot modulo by zero",
                "d % 2 == 1; modulo can only apply on integer types",
                "i64 ** 2 == 4; power can only apply on constants: i64 ** 2",
                "s + 1 == 2; '+' can only be used between integer or floating expressions",
                "i64 == 9223372036854775808; integer out of range or malformed: 9223372036854775808",
                "i64 in [1, 99999999999999999999]; integer out of range or malformed: 99999999999999999999",
                "d == 1e999; number out of range: 1e999",
                "i64 == 09; integer out of range or malformed: 09",
                "vector == 1; comparisons between FloatVector and Int64 are not supported",
                "text_match(s, 'x'); field \"s\" does not enable match",
                "TEXT_MATCH(i64, 'x', minimum_should_match=2); text match operation on non-string is unsupported",
                "random_sample(0); the sample factor should be between 0 and 1",
                "random_sample(i64); sample factor should be a constant floating number",
                "random_sample(0.5) and i64 > 1; random sample expression can only be the last expression",
                "not random_sample(0.5); random sample expression can only be the last expression",
                "st_within(s, 'POINT(1 1)'); st_within is not supported in this version",
                "i64 > ISO '2025-01-01'; ISO literal is not supported in this version",
                "s =~ '('; invalid regex pattern: (: missing closing )",
                "s =~ '(?=a)'; invalid regex pattern: (?=a)",
                "i64 =~ 'x'; regex match operation on non-string or non-json field is unsupported",
                "s =~ 1; the right operand of a regex match must be a string, but got: 1",
                "element_filter(texts, $['a'] > 1); element_filter is not supported in this version",
                "unknown_function(s); function unknown_function not exist",
                "i64 & 1 == 1; '&' can only be used between integer or floating expressions",
                "i64 ==; error: line 1:6",
                "i64 == 1 2; error: line 1:9",
                "i64 == 'x; error: line 1:7",
                "i64 = 1; error: line 1:4",
                "(i64 == 1; error: line 1:9",
                "#; error: line 1:0",
            })
    void refusalsSayWhatIsWrong(String filter, String message) {
        assertThatThrownBy(() -> parse(filter))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PARAMETER_INVALID))
                .hasMessageContaining(message);
    }

    // Goal: nothing a client sends fills the stack. Method: nesting of every kind, far too deep.
    @ParameterizedTest
    @ValueSource(strings = {"(", "not (", "-", "!", "[", "+(", "exists ", "array_length(", "not "})
    void deepNestingIsRefused(String opening) {
        assertThatThrownBy(() -> parse(opening.repeat(100_000) + "b"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("nested too deeply");
    }

    // Goal: what is long but flat is fine, and quick. Method: chains and lists of ten thousands.
    @Test
    void longFlatExpressionsParse() {
        String or = IntStream.range(0, 20_000).mapToObj(i -> "i64 == " + i).collect(Collectors.joining(" or "));
        assertThat(((Expr.In) parse(or)).values().count()).isEqualTo(20_000);
        String and = IntStream.range(0, 20_000).mapToObj(i -> "i64 != " + i).collect(Collectors.joining(" and "));
        assertThat(((Expr.And) parse(and)).terms()).hasSize(20_000);
        String list = IntStream.range(0, 200_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        long start = System.nanoTime();
        assertThat(((Expr.In) parse("i64 in [" + list + "]")).values().count()).isEqualTo(200_000);
        System.out.println("list of 200,000 keys parsed in " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertThatThrownBy(() -> parse("i64" + " + i8".repeat(1000) + " > 1"))
                .hasMessageContaining("arithmetic of more than");
    }

    // Goal: the place of a mistake is named where the text is too long to see it. Method: a mistake at the end.
    @Test
    void placeIsNamedInLongFilters() {
        String filter = "i64 == 1 and ".repeat(30) + "\nabsent == 1";
        assertThatThrownBy(() -> parse(filter)).hasMessageContaining("field absent not exist (line 2:0)");
    }
}
