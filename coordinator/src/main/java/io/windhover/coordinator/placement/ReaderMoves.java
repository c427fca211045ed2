package io.windhover.coordinator.placement;

import io.windhover.coordinator.placement.Board.Spot;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Plans the readers of one board: who takes over is a reader as well until it serves, and only then the other goes. A
 * reader that is in none of the resource groups of its shard goes like one that wants to leave, once those groups serve.
 */
final class ReaderMoves {
    private final Board board;
    private final Crews crews;
    private final Set<MemberId> present;
    private final Set<MemberId> returning;
    private final Loads loads;
    private int moving;

    ReaderMoves(Board board) {
        this.board = board;
        this.crews = new Crews(board.situation());
        this.present = board.present(ClusterRole.QUERY);
        this.returning =
                board.situation().returning().stream().map(Member::id).collect(Collectors.toCollection(TreeSet::new));
        this.loads = new Loads(present);
        board.spots().forEach(spot -> spot.readers().forEach(reader -> count(spot, reader, 1)));
    }

    void plan() {
        boolean quiet = true;
        for (Spot spot : board.spots()) {
            quiet &= spot.groups().isEmpty() ? release(spot) : settle(spot);
        }
        for (Spot spot : board.spots()) {
            quiet &= spot.groups().isEmpty() || relieve(spot);
        }
        if (quiet) {
            crews.present().forEach(this::balance);
        }
    }

    /** Counts a reader that stays; one in another group is about to go. */
    private void count(Spot spot, MemberId reader, int difference) {
        if (fits(spot, reader)) {
            loads.add(reader, difference);
        }
    }

    private boolean fits(Spot spot, MemberId reader) {
        return crews.of(reader).filter(spot.groups()::contains).isPresent();
    }

    /** Returns how many of each group shall read a shard: not more than there are. */
    private Map<String, Integer> wanted(Spot spot) {
        Map<String, Integer> wanted = new TreeMap<>();
        for (String group : spot.groups()) {
            int there = crews.placeable(group).size();
            if (there > 0) {
                wanted.merge(group, 1, (some, one) -> Math.min(some + one, there));
            }
        }
        return wanted;
    }

    private static int total(Map<String, Integer> wanted) {
        return wanted.values().stream().mapToInt(count -> count).sum();
    }

    /** Returns a group of which fewer are among some readers than wanted. */
    private Optional<String> lacking(List<MemberId> readers, Map<String, Integer> wanted) {
        return wanted.keySet().stream()
                .filter(group -> crews.count(readers, group) < wanted.get(group))
                .findFirst();
    }

    private boolean release(Spot spot) {
        return spot.readers().isEmpty() || !board.read(spot, List.of());
    }

    private List<MemberId> alive(Spot spot) {
        return spot.readers().stream().filter(present::contains).toList();
    }

    /** Takes the dead out, puts in who is missing, takes out who is too many; returns whether nothing was to be done. */
    private boolean settle(Spot spot) {
        Map<String, Integer> wanted = wanted(spot);
        if (wanted.isEmpty()) {
            return true;
        }
        List<MemberId> kept = new ArrayList<>(spot.readers());
        boolean served = !alive(spot).isEmpty();
        kept.removeIf(reader -> !present.contains(reader) && !(served && returning.contains(reader)));
        while (kept.size() < total(wanted)) {
            Optional<MemberId> next = lacking(kept, wanted).flatMap(group -> crews.least(group, kept, loads));
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

    private boolean shrink(Spot spot, Map<String, Integer> wanted) {
        List<MemberId> alive = alive(spot);
        if (alive.size() <= total(wanted) || lacking(spot.readers(), wanted).isPresent()) {
            return true;
        }
        Optional<MemberId> leaving = leaving(spot, alive, wanted);
        if (leaving.isEmpty()) {
            return true;
        }
        List<MemberId> ready = alive.stream()
                .filter(reader -> !reader.equals(leaving.get()) && board.isReady(spot, reader))
                .toList();
        List<MemberId> left = spot.readers().stream()
                .filter(reader -> !reader.equals(leaving.get()))
                .toList();
        if (lacking(ready, wanted).isPresent()) {
            board.ask(spot, alive);
        } else if (board.read(spot, left)) {
            count(spot, leaving.get(), -1);
        }
        moving++;
        return false;
    }

    private Optional<MemberId> leaving(Spot spot, List<MemberId> alive, Map<String, Integer> wanted) {
        return alive.stream()
                .filter(reader -> crews.of(reader)
                        .filter(group -> crews.count(alive, group) <= wanted.getOrDefault(group, 0))
                        .isEmpty())
                .max(Comparator.comparing((MemberId reader) -> !fits(spot, reader))
                        .thenComparing(crews::isDraining)
                        .thenComparing(loads::of)
                        .thenComparing(alive::indexOf, Comparator.reverseOrder()));
    }

    /** Begins to replace one that wants to leave, or that is in another group than the replicas are. */
    private boolean relieve(Spot spot) {
        Map<String, Integer> wanted = wanted(spot);
        Optional<String> lacking = lacking(spot.readers(), wanted);
        List<MemberId> alive = alive(spot);
        Optional<String> left = alive.stream()
                .filter(reader -> fits(spot, reader) && crews.leaves(reader))
                .findFirst()
                .flatMap(crews::of);
        Optional<MemberId> next = lacking.or(() -> left).flatMap(group -> crews.least(group, spot.readers(), loads));
        if (next.isEmpty()) {
            return true;
        }
        boolean possible = !spot.isChanged() && (lacking.isPresent() || alive.size() <= total(wanted));
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

    private void balance(String group) {
        for (Spot spot : board.spots()) {
            Optional<MemberId> least = crews.least(group, List.of(), loads);
            Optional<MemberId> most = crews.placeable(group).stream().max(Comparator.comparing(loads::of));
            if (least.isEmpty() || loads.of(most.orElseThrow()) - loads.of(least.get()) <= 1) {
                return;
            }
            if (!board.situation().balancing()) {
                board.uneven();
                return;
            }
            Optional<MemberId> from = spot.readers().stream()
                    .filter(reader -> crews.of(reader).filter(group::equals).isPresent() && fits(spot, reader))
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
