package io.windhover.coordinator.placement;

import io.windhover.coordinator.placement.Board.Spot;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans the readers of one board: who takes over is a reader as well until it serves, and only then the other goes. */
final class ReaderMoves {
    private final Board board;
    private final Set<MemberId> present;
    private final Set<MemberId> draining;
    private final Set<MemberId> placeable;
    private final Loads loads;
    private int moving;

    ReaderMoves(Board board) {
        this.board = board;
        this.present = board.present(ClusterRole.QUERY);
        this.draining = board.draining(ClusterRole.QUERY);
        this.placeable = board.placeable(ClusterRole.QUERY);
        this.loads = new Loads(present);
        board.spots().forEach(spot -> spot.readers().forEach(reader -> loads.add(reader, 1)));
    }

    void plan() {
        boolean quiet = true;
        for (Spot spot : board.spots()) {
            quiet &= spot.replicas() == 0 ? release(spot) : settle(spot);
        }
        for (Spot spot : board.spots()) {
            quiet &= spot.replicas() == 0 || relieve(spot);
        }
        if (quiet) {
            balance();
        }
    }

    /** Returns how many shall read a shard: not more than there are. */
    private int wanted(Spot spot) {
        return Math.min(spot.replicas(), placeable.size());
    }

    private boolean release(Spot spot) {
        return spot.readers().isEmpty() || !board.read(spot, List.of());
    }

    private List<MemberId> alive(Spot spot) {
        return spot.readers().stream().filter(present::contains).toList();
    }

    /** Takes the dead out, puts in who is missing, takes out who is too many; returns whether nothing was to be done. */
    private boolean settle(Spot spot) {
        int wanted = wanted(spot);
        if (wanted == 0) {
            return true;
        }
        List<MemberId> kept = new ArrayList<>(spot.readers());
        boolean served = !alive(spot).isEmpty();
        kept.removeIf(reader -> !present.contains(reader)
                && !(served && board.situation().returning().contains(reader)));
        while (kept.size() < wanted) {
            Optional<MemberId> next = least(kept);
            if (next.isEmpty()) {
                break;
            }
            kept.add(next.get());
            loads.add(next.get(), 1);
        }
        if (!kept.equals(spot.readers())) {
            board.read(spot, kept);
            return false;
        }
        return shrink(spot, wanted);
    }

    private Optional<MemberId> least(List<MemberId> except) {
        return placeable.stream().filter(member -> !except.contains(member)).min(Comparator.comparing(loads::of));
    }

    private boolean shrink(Spot spot, int wanted) {
        List<MemberId> alive = alive(spot);
        if (alive.size() <= wanted) {
            return true;
        }
        MemberId leaving = alive.stream()
                .max(Comparator.comparing((MemberId reader) -> draining.contains(reader))
                        .thenComparing(loads::of)
                        .thenComparing(alive::indexOf, Comparator.reverseOrder()))
                .orElseThrow();
        long serving = alive.stream()
                .filter(reader -> !reader.equals(leaving) && board.isReady(spot, reader))
                .count();
        List<MemberId> left = spot.readers().stream()
                .filter(reader -> !reader.equals(leaving))
                .toList();
        if (serving < wanted) {
            board.ask(spot, alive);
        } else if (board.read(spot, left)) {
            loads.add(leaving, -1);
        }
        moving++;
        return false;
    }

    /** Begins to replace one that wants to leave. */
    private boolean relieve(Spot spot) {
        List<MemberId> alive = alive(spot);
        boolean leaves = alive.stream().anyMatch(reader -> draining.contains(reader) && !placeable.contains(reader));
        Optional<MemberId> next = least(spot.readers());
        if (!leaves || next.isEmpty()) {
            return true;
        }
        boolean possible = !spot.isChanged() && alive.size() <= wanted(spot);
        if (possible && moving < board.situation().movesMax()) {
            add(spot, next.get());
        }
        return false;
    }

    private void add(Spot spot, MemberId reader) {
        List<MemberId> more = new ArrayList<>(spot.readers());
        more.add(reader);
        if (board.read(spot, more)) {
            loads.add(reader, 1);
            moving++;
        }
    }

    private void balance() {
        for (Spot spot : board.spots()) {
            Optional<MemberId> least = least(List.of());
            Optional<MemberId> most = placeable.stream().max(Comparator.comparing(loads::of));
            if (least.isEmpty() || loads.of(most.orElseThrow()) - loads.of(least.get()) <= 1) {
                return;
            }
            if (!board.situation().balancing()) {
                board.uneven();
                return;
            }
            Optional<MemberId> from = spot.readers().stream()
                    .filter(reader -> loads.of(reader) - loads.of(least.get()) > 1)
                    .max(Comparator.comparing(loads::of));
            if (from.isPresent()
                    && !spot.isChanged()
                    && !spot.readers().contains(least.get())
                    && moving < board.situation().movesMax()) {
                add(spot, least.get());
                loads.add(from.get(), -1);
            }
        }
    }
}
