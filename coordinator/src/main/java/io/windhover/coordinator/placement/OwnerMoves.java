package io.windhover.coordinator.placement;

import io.windhover.coordinator.placement.Board.Spot;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans the owners of one board: a shard has no owner between two. */
final class OwnerMoves {
    private final Board board;
    private final Set<MemberId> draining;
    private final Set<MemberId> placeable;
    private final Loads loads;
    private int moving;

    OwnerMoves(Board board) {
        this.board = board;
        this.draining = board.draining(ClusterRole.DATA);
        this.placeable = board.placeable(ClusterRole.DATA);
        this.loads = new Loads(placeable);
        board.spots().forEach(spot -> spot.owner().ifPresent(owner -> loads.add(owner, 1)));
    }

    void plan() {
        if (placeable.isEmpty()) {
            return;
        }
        for (Spot spot : board.spots()) {
            if (spot.owner().isEmpty()) {
                fill(spot);
            } else if (isGone(spot) && board.own(spot, Optional.empty())) {
                moving++;
            }
        }
        boolean quiet = moving == 0;
        for (Spot spot : board.spots()) {
            Optional<MemberId> owner = spot.owner();
            if (owner.isPresent() && draining.contains(owner.get()) && !placeable.contains(owner.get())) {
                quiet = false;
                vacate(spot);
            }
        }
        if (quiet) {
            balance();
        }
    }

    /** Whoever has taken its name again has not what it had before. */
    private boolean isGone(Spot spot) {
        return board.situation()
                .members()
                .find(spot.owner().orElseThrow())
                .filter(member -> member.is(ClusterRole.DATA) && member.incarnation() == spot.incarnation())
                .isEmpty();
    }

    private void fill(Spot spot) {
        Optional<MemberId> least = loads.least(List.of());
        if (!board.situation().vacant().contains(spot.shard())) {
            board.waits(spot);
            moving++;
        } else if (board.own(spot, least)) {
            loads.add(least.orElseThrow(), 1);
        }
    }

    private void vacate(Spot spot) {
        if (moving < board.situation().movesMax() && board.own(spot, Optional.empty())) {
            moving++;
        }
    }

    private void balance() {
        for (Spot spot : board.spots()) {
            MemberId least = loads.least(List.of()).orElseThrow();
            MemberId most = loads.most().orElseThrow();
            if (loads.of(most) - loads.of(least) <= 1) {
                return;
            }
            if (!board.situation().balancing()) {
                board.uneven();
                return;
            }
            Optional<MemberId> owner = spot.owner();
            if (moving < board.situation().movesMax()
                    && owner.isPresent()
                    && loads.of(owner.get()) == loads.of(most)
                    && !spot.isChanged()) {
                vacate(spot);
                loads.add(owner.get(), -1);
                loads.add(least, 1);
            }
        }
    }
}
