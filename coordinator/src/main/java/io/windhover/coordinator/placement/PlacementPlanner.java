package io.windhover.coordinator.placement;

/**
 * Says what to do next so that every shard has one owner that is there, every loaded one as many readers as it has
 * replicas (or as there are members), and nobody has two shards more than another, readers within their resource group. Pure; where all is well it says
 * nothing.
 *
 * <pre>
 * owner                     | next
 * nobody, not known vacant  | waits
 * nobody, vacant            | who has the fewest
 * gone                      | nobody, at once
 * wants to leave, or has two more than another | nobody, some at a time
 *
 * readers                   | next
 * fewer than wanted         | those who have the fewest are added, at once
 * gone                      | out, unless another serves and it may still come back
 * wants to leave, or has two more than another of its group | one is added, some at a time
 * in another resource group | one of the replica's group is added, some at a time
 * more than wanted          | the one that leaves or has the most goes, as soon as enough others serve
 * </pre>
 */
public final class PlacementPlanner {
    private PlacementPlanner() {}

    /** Plans the next step. */
    public static PlacementPlan plan(Situation situation) {
        Board board = new Board(situation);
        new OwnerMoves(board).plan();
        new ReaderMoves(board).plan();
        return board.plan();
    }
}
