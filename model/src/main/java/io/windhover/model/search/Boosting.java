package io.windhover.model.search;

import io.windhover.model.FieldId;
import io.windhover.model.expr.Expr;
import java.util.List;
import java.util.Optional;

/**
 * How hits that match conditions are scored anew. The values of all boosts that a hit matches become one, and that one
 * changes its score; a hit that matches none keeps its score. It is done with the hits of each segment, before the best
 * of all segments are chosen, so that a boosted hit wins against those of other segments.
 *
 * @param boosts  at least one
 * @param combine how the values of several boosts become one
 * @param apply   how that value changes the score
 */
public record Boosting(List<Boost> boosts, Mode combine, Mode apply) {
    /** How two numbers become one. */
    public enum Mode {
        MULTIPLY,
        SUM;

        /** Returns the one number. */
        public double of(double left, double right) {
            return switch (this) {
                case MULTIPLY -> left * right;
                case SUM -> left + right;
            };
        }
    }

    /**
     * One condition and its value.
     *
     * @param filter which hits; empty = all
     * @param weight the value, finite
     * @param chance set when the value is the weight times a number of chance
     */
    public record Boost(Optional<Expr> filter, double weight, Optional<Chance> chance) {}

    /**
     * A number from 0 to 1 for each row, the same whenever seed and value are the same.
     *
     * @param field an Int64 field whose value is hashed; empty = the primary key
     */
    public record Chance(long seed, Optional<FieldId> field) {}

    /** Copies the list. */
    public Boosting {
        boosts = List.copyOf(boosts);
    }
}
