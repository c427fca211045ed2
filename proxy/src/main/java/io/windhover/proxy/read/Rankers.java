package io.windhover.proxy.read;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Invariant;
import io.windhover.model.row.Column;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.ShardHits;
import io.windhover.proxy.request.Ranker;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** Checks rankers and computes the factors of those that have some. */
final class Rankers {
    private static final double RRF_K_MAX = 16_384;

    private Rankers() {}

    /**
     * Checks the numbers of a ranker.
     *
     * @param lists how many lists of hits it ranks
     * @throws DatabaseException PARAMETER_INVALID naming the number
     */
    static void check(Ranker ranker, int lists) {
        switch (ranker) {
            case Ranker.Rrf rrf -> {
                if (!(rrf.k() > 0 && rrf.k() < RRF_K_MAX)) {
                    throw DatabaseException.invalid(
                            "The rank params k should be in range (0, 16384), but got %s", rrf.k());
                }
            }
            case Ranker.Weighted weighted -> checkWeights(weighted, lists);
            case Ranker.Decay decay -> checkDecay(decay);
        }
    }

    private static void checkWeights(Ranker.Weighted weighted, int lists) {
        if (weighted.weights().size() != lists) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID,
                    "the length of weights param mismatch with ann search requests: invalid parameter[expected=" + lists
                            + "][actual=" + weighted.weights().size() + "]");
        }
        for (double weight : weighted.weights()) {
            if (!(weight >= 0 && weight <= 1)) {
                throw DatabaseException.invalid("rank param weight should be in range [0, 1], but got %s", weight);
            }
        }
    }

    private static void checkDecay(Ranker.Decay decay) {
        if (!Double.isFinite(decay.origin())) {
            throw DatabaseException.invalid("Param origin:%s is not a number", decay.origin());
        }
        if (!(decay.scale() > 0 && Double.isFinite(decay.scale()))) {
            throw DatabaseException.invalid("Decay function param: scale must > 0, but got %f", decay.scale());
        }
        if (!(decay.offset() >= 0 && Double.isFinite(decay.offset()))) {
            throw DatabaseException.invalid("Decay function param: offset must >= 0, but got %f", decay.offset());
        }
        if (!(decay.decay() > 0 && decay.decay() < 1)) {
            throw DatabaseException.invalid(
                    "Decay function param: decay must 0 < decay < 1, but got %f", decay.decay());
        }
    }

    /** Returns the field whose values a ranker needs of each hit, checked. */
    static Optional<FieldSchema> field(Ranker ranker, CollectionSchema schema) {
        if (!(ranker instanceof Ranker.Decay decay)) {
            return Optional.empty();
        }
        FieldSchema field = schema.field(decay.field())
                .orElseThrow(() -> DatabaseException.invalid("Function input field not found: %s", decay.field()));
        if (field.traits().nullable()) {
            throw DatabaseException.invalid("Function input field cannot be nullable: field %s", field.name());
        }
        boolean numeric = switch (field.type()) {
            case INT8, INT16, INT32, INT64, FLOAT, DOUBLE -> true;
            default -> false;
        };
        if (!numeric) {
            throw DatabaseException.invalid(
                    "Decay rerank: unsupported input field type:%s, only support numberic field",
                    field.type().wireName());
        }
        return Optional.of(field);
    }

    /** Returns what the merged score of each hit is multiplied with. */
    static IntToDoubleFunction factors(Ranker ranker, CollectionSchema schema, ShardHits hits) {
        if (!(ranker instanceof Ranker.Decay decay)) {
            return row -> 1;
        }
        Column values = hits.rows()
                .column(field(decay, schema).orElseThrow().id())
                .orElseThrow()
                .column();
        return row -> factor(decay, number(values, row));
    }

    /** Returns the factor of a value, 0 to 1. */
    static double factor(Ranker.Decay decay, double value) {
        double distance = Math.max(0, Math.abs(value - decay.origin()) - decay.offset());
        return switch (decay.curve()) {
            case GAUSS -> {
                double sigmaSquared = -decay.scale() * decay.scale() / (2 * Math.log(decay.decay()));
                yield Math.exp(-distance * distance / (2 * sigmaSquared));
            }
            case EXP -> Math.exp(Math.log(decay.decay()) / decay.scale() * distance);
            case LINEAR -> {
                double end = decay.scale() / (1 - decay.decay());
                yield Math.max((end - distance) / end, 0);
            }
        };
    }

    private static double number(Column values, int row) {
        return switch (values) {
            case Column.IntColumn ints -> ints.values()[row];
            case Column.LongColumn longs -> longs.values()[row];
            case Column.FloatColumn floats -> floats.values()[row];
            case Column.DoubleColumn doubles -> doubles.values()[row];
            default -> throw Invariant.unreachable("{} has no numbers", values.getClass());
        };
    }
}
