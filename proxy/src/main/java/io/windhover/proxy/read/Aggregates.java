package io.windhover.proxy.read;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.Aggregation;
import io.windhover.model.search.Aggregation.Measure;
import io.windhover.model.search.Aggregation.Operator;
import io.windhover.model.search.Group;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.QueryRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The groups a query asks for, and how they are answered.
 *
 * @param aggregation what is asked of the shards
 * @param outputs     the columns answered, in the order asked
 */
record Aggregates(Aggregation aggregation, List<Output> outputs) {
    private static final Pattern CALL =
            Pattern.compile("(sum|count|avg|min|max)\\s*\\(\\s*(\\w*|\\*)\\s*\\)", Pattern.CASE_INSENSITIVE);
    private static final String ROWS = "*";

    /** A column of the answer: under the name asked, part {@code index} of the keys or of the tallies of all groups. */
    sealed interface Output {
        /** Returns the name as it was asked. */
        String name();

        /** A field that the rows of a group have in common. */
        record Key(String name, int index, DataType type) implements Output {}

        /** A measure; {@code type} is of its answer. */
        record Measured(String name, int index, Operator operator, DataType type) implements Output {}
    }

    /** Tells whether a query asks for groups. */
    static boolean areAsked(QueryRequest request) {
        return !request.groupBy().isEmpty()
                || request.outputFields().stream()
                        .anyMatch(name -> CALL.matcher(name).matches());
    }

    /** Tells whether a query counts rows in groups. */
    static boolean countRows(QueryRequest request) {
        return request.outputFields().stream()
                .map(CALL::matcher)
                .anyMatch(call -> call.matches() && call.group(2).equals(ROWS));
    }

    /**
     * Resolves names.
     *
     * @throws DatabaseException PARAMETER_INVALID naming a field that is not there or cannot be grouped by or measured
     */
    static Aggregates resolve(CollectionSchema schema, QueryRequest request, int groupsMax) {
        List<FieldSchema> keys = request.groupBy().stream()
                .distinct()
                .map(name -> key(schema, name))
                .toList();
        List<Measure> measures = new ArrayList<>();
        List<Output> outputs = new ArrayList<>();
        for (String name : request.outputFields()) {
            Matcher call = CALL.matcher(name);
            if (call.matches()) {
                Operator operator = Operator.valueOf(call.group(1).toUpperCase(Locale.ROOT));
                Optional<FieldSchema> field = measured(schema, operator, call.group(2));
                outputs.add(new Output.Measured(name, measures.size(), operator, type(operator, field)));
                measures.add(new Measure(operator, field.map(FieldSchema::id)));
            } else {
                outputs.add(key(keys, name));
            }
        }
        Aggregation aggregation =
                new Aggregation(keys.stream().map(FieldSchema::id).toList(), measures, groupsMax);
        return new Aggregates(aggregation, outputs);
    }

    private static FieldSchema key(CollectionSchema schema, String name) {
        FieldSchema field = schema.field(name)
                .orElseThrow(() -> DatabaseException.invalid("group by field %s does not exist", name));
        return switch (field.type()) {
            case BOOL, INT8, INT16, INT32, INT64, VARCHAR -> field;
            default ->
                throw DatabaseException.invalid(
                        "group by field %s has unsupported data type %s",
                        name, field.type().wireName());
        };
    }

    private static Output key(List<FieldSchema> keys, String name) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).name().equals(name)) {
                return new Output.Key(name, i, keys.get(i).type());
            }
        }
        throw DatabaseException.invalid(
                "no indices found for output field: %s is neither an aggregation nor one of group_by_fields", name);
    }

    private static Optional<FieldSchema> measured(CollectionSchema schema, Operator operator, String name) {
        if (name.equals(ROWS) && operator == Operator.COUNT) {
            return Optional.empty();
        }
        FieldSchema field = schema.field(name)
                .orElseThrow(() -> new DatabaseException(ErrorCode.PARAMETER_INVALID, "field " + name + " not exist"));
        boolean fits = switch (field.type()) {
            case INT8, INT16, INT32, INT64, FLOAT, DOUBLE -> true;
            case VARCHAR -> operator != Operator.SUM && operator != Operator.AVG;
            default -> operator == Operator.COUNT;
        };
        if (!fits) {
            throw DatabaseException.invalid(
                    "aggregation operator %s does not support data type %s",
                    operator.name().toLowerCase(Locale.ROOT), field.type().wireName());
        }
        return Optional.of(field);
    }

    private static DataType type(Operator operator, Optional<FieldSchema> field) {
        return switch (operator) {
            case COUNT -> DataType.INT64;
            case AVG -> DataType.DOUBLE;
            case MIN, MAX -> field.orElseThrow().type();
            case SUM ->
                switch (field.orElseThrow().type()) {
                    case FLOAT, DOUBLE -> DataType.DOUBLE;
                    default -> DataType.INT64;
                };
        };
    }

    /** Returns groups in ascending order of their keys, null first. */
    List<Group> ordered(List<List<Group>> shards) {
        Comparator<Optional<Value>> byValue = (a, b) -> a.isEmpty() || b.isEmpty()
                ? Boolean.compare(a.isPresent(), b.isPresent())
                : Group.compare(a.get(), b.get());
        return Group.merge(shards, aggregation).stream()
                .sorted((a, b) -> {
                    for (int i = 0; i < a.key().size(); i++) {
                        int order = byValue.compare(a.key().get(i), b.key().get(i));
                        if (order != 0) {
                            return order;
                        }
                    }
                    return 0;
                })
                .toList();
    }

    /** Returns the columns of groups, one row a group. */
    List<NamedColumn> columns(List<Group> groups) {
        return outputs.stream().map(output -> column(output, groups)).toList();
    }

    private static NamedColumn column(Output output, List<Group> groups) {
        return switch (output) {
            case Output.Key key ->
                ValueColumns.of(
                        key.name(),
                        key.type(),
                        groups.stream()
                                .map(group -> group.key().get(key.index()))
                                .toList());
            case Output.Measured measured ->
                ValueColumns.of(
                        measured.name(),
                        measured.type(),
                        groups.stream()
                                .map(group -> answer(
                                        measured.operator(), group.tallies().get(measured.index())))
                                .toList());
        };
    }

    private static Optional<Value> answer(Operator operator, Group.Tally tally) {
        return switch (operator) {
            case COUNT -> Optional.of(new Value.LongValue(tally.count()));
            case SUM, MIN, MAX -> tally.value();
            case AVG ->
                tally.value().map(sum -> new Value.DoubleValue(((Value.DoubleValue) sum).value() / tally.count()));
        };
    }
}
