package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.PlacementPut;
import io.windhover.model.catalog.Collection;
import io.windhover.model.role.Command.PlaceShards;
import java.util.Optional;

/** Changes of who is in charge of shards. */
final class PlacementDecisions {
    private PlacementDecisions() {}

    static Decision place(Draft draft, PlaceShards command) {
        for (PlaceShards.Placing placing : command.changes()) {
            int number = placing.shard().number();
            Optional<Collection> collection =
                    draft.catalog().collections().find(placing.shard().collection());
            boolean applies = collection
                    .filter(Collection::isActive)
                    .filter(c -> number < c.settings().shardCount())
                    .filter(c -> c.placement(number).equals(placing.before()))
                    .isPresent();
            if (applies && !placing.after().equals(placing.before())) {
                draft.change(new PlacementPut(placing.shard(), placing.after()));
            }
        }
        return draft.done(0);
    }
}
