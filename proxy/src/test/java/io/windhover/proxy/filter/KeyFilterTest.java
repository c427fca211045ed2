package io.windhover.proxy.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.expr.Expr;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: keys are found where a filter limits rows to them, and only there. Method: filters with known answers. */
class KeyFilterTest {
    private static final CollectionSchema SCHEMA = TestSchemas.everyType(false);

    private static Expr parse(String filter) {
        return FilterParser.parse(filter, SCHEMA, Map.of(), () -> 7);
    }

    private static Optional<List<Long>> longs(Optional<PrimaryKeys> keys) {
        return keys.map(found -> java.util.Arrays.stream(((PrimaryKeys.LongKeys) found).values())
                .boxed()
                .toList());
    }

    private static Optional<List<Long>> exact(String filter) {
        return longs(KeyFilter.exactPrimaryKeys(parse(filter), SCHEMA));
    }

    private static Optional<List<Long>> possible(String filter) {
        return longs(KeyFilter.possiblePrimaryKeys(parse(filter), SCHEMA));
    }

    @Test
    void listsOfPrimaryKeysAreExact() {
        assertThat(exact("pk in [3, 1, 3]")).contains(List.of(1L, 3L));
        assertThat(exact("7 == pk")).contains(List.of(7L));
        assertThat(exact("pk == 1 or pk in [2, 3]")).contains(List.of(1L, 2L, 3L));
        assertThat(exact("pk in []")).contains(List.of());
        assertThat(exact("pk == 1.5")).contains(List.of());
        assertThat(exact("pk == 1 and i64 == 2")).isEmpty();
        assertThat(exact("pk > 1")).isEmpty();
        assertThat(exact("pk != 1")).isEmpty();
        assertThat(exact("not (pk in [1])")).isEmpty();
        assertThat(exact("i64 == 1")).isEmpty();
        assertThat(exact("")).isEmpty();
    }

    @Test
    void conjunctionsLimitThePrimaryKeys() {
        assertThat(possible("pk in [1, 2] and i64 == 2")).contains(List.of(1L, 2L));
        assertThat(possible("pk in [1, 2] and pk == 5")).contains(List.of(5L));
        assertThat(possible("(pk == 1 and b) or (pk == 2 and d > 1)")).contains(List.of(1L, 2L));
        assertThat(possible("pk == 1 or i64 == 2")).isEmpty();
        assertThat(possible("pk in [1] or true")).isEmpty();
        assertThat(possible("i64 == 1 and false")).contains(List.of());
    }

    @Test
    void partitionKeysAreFoundInTheSameWay() {
        assertThat(KeyFilter.possiblePartitionKeys(parse("tenant in ['b', 'a'] and i64 > 1"), SCHEMA))
                .contains(List.of(new Value.StringValue("a"), new Value.StringValue("b")));
        assertThat(KeyFilter.possiblePartitionKeys(parse("tenant like 'a'"), SCHEMA))
                .contains(List.of(new Value.StringValue("a")));
        assertThat(KeyFilter.possiblePartitionKeys(parse("tenant like 'a%'"), SCHEMA))
                .isEmpty();
        assertThat(KeyFilter.possiblePartitionKeys(parse("i64 > 1"), SCHEMA)).isEmpty();
    }
}
