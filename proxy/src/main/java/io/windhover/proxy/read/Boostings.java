package io.windhover.proxy.read;

import io.windhover.model.DatabaseException;
import io.windhover.model.FieldId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.Boosting;
import io.windhover.model.search.Boosting.Boost;
import io.windhover.model.search.Boosting.Chance;
import io.windhover.proxy.request.Boosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Resolves boosts against one collection. */
final class Boostings {
    private Boostings() {}

    /**
     * Parses the filters, finds the fields and checks the numbers.
     *
     * @param templates values of the filters' {name} places
     * @param seeds     for random scores that come without one
     * @throws DatabaseException PARAMETER_INVALID naming the field or number
     */
    static Boosting resolve(Collection collection, Boosts asked, Map<String, Value> templates, LongSupplier seeds) {
        List<Boost> boosts = new ArrayList<>();
        for (Boosts.Boost boost : asked.boosts()) {
            if (!Double.isFinite(boost.weight())) {
                throw DatabaseException.invalid(
                        "weight [%s] of a boost is invalid, it should be finite", boost.weight());
            }
            boosts.add(new Boost(
                    Searches.filter(seeds, collection, boost.filter(), templates),
                    boost.weight(),
                    boost.random().map(random -> chance(collection, random, seeds))));
        }
        return new Boosting(boosts, asked.combine(), asked.apply());
    }

    private static Chance chance(Collection collection, Boosts.RandomScore random, LongSupplier seeds) {
        Optional<FieldId> field =
                random.field().isEmpty() ? Optional.empty() : Optional.of(field(collection, random.field()));
        return new Chance(random.seed().orElseGet(seeds), field);
    }

    private static FieldId field(Collection collection, String name) {
        FieldSchema field = collection
                .schema()
                .field(name)
                .orElseThrow(() ->
                        DatabaseException.invalid("random seed field not found: field not found[field=%s]", name));
        if (field.type() != DataType.INT64) {
            throw DatabaseException.invalid(
                    "only support int64 field as random seed, but got %s",
                    field.type().wireName());
        }
        return field.id();
    }
}
