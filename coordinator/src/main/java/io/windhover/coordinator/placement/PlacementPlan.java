package io.windhover.coordinator.placement;

import io.windhover.model.ShardId;
import io.windhover.model.role.Command.PlaceShards;
import java.util.List;

/**
 * What to do next.
 *
 * @param changes of who is in charge
 * @param waiting shards without an owner that get one when nobody believes to own them any more
 * @param asks    readers of whom it has to be known whether they serve before anything is taken from another
 * @param uneven  whether some have more than others and nothing is done about it because nobody asked for balance
 */
public record PlacementPlan(
        List<PlaceShards.Placing> changes, List<ShardId> waiting, List<Situation.Serving> asks, boolean uneven) {
    /** Copies the lists. */
    public PlacementPlan {
        changes = List.copyOf(changes);
        waiting = List.copyOf(waiting);
        asks = List.copyOf(asks);
    }

    /** Tells whether nothing is under way. */
    public boolean isSettled() {
        return changes.isEmpty() && waiting.isEmpty() && asks.isEmpty();
    }
}
