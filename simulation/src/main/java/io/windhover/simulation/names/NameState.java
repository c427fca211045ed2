package io.windhover.simulation.names;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is behind all names of one object.
 *
 * @param slots   by name
 * @param aliases by alias: the number of the name it stands for, or {@link #NOWHERE}
 * @param newest  the highest id that anybody was shown
 */
public record NameState(List<Slot> slots, List<Integer> aliases, long newest) {
    static final int NOWHERE = -1;

    /** Copies the lists. */
    public NameState {
        slots = List.copyOf(slots);
        aliases = List.copyOf(aliases);
    }

    /** Returns a state in which nothing is there. */
    public static NameState empty(int names, int aliases) {
        return new NameState(Collections.nCopies(names, Slot.ABSENT), Collections.nCopies(aliases, NOWHERE), 0);
    }

    Slot slot(int name) {
        return slots.get(name);
    }

    NameState with(int name, Slot slot) {
        List<Slot> changed = new ArrayList<>(slots);
        changed.set(name, slot);
        return new NameState(changed, aliases, newest);
    }

    NameState born(int name, String kind) {
        return with(name, Slot.born(newest, kind));
    }

    int alias(int alias) {
        return aliases.get(alias);
    }

    NameState pointing(int alias, int name) {
        List<Integer> changed = new ArrayList<>(aliases);
        changed.set(alias, name);
        return new NameState(slots, changed, newest);
    }

    /** Moves what is behind a name, and the aliases with it. */
    NameState moved(int from, int to) {
        List<Integer> following =
                aliases.stream().map(name -> name == from ? to : name).toList();
        return new NameState(slots, following, newest).with(to, slot(from)).with(from, Slot.ABSENT);
    }

    /** Returns what is known once the id behind a name was shown; empty if it cannot be this one. */
    Optional<NameState> shown(int name, long id) {
        boolean elsewhere = id != 0
                && IntStream.range(0, slots.size())
                        .anyMatch(other -> other != name && slot(other).id() == id);
        return elsewhere
                ? Optional.empty()
                : slot(name)
                        .shown(id)
                        .map(known -> new NameState(with(name, known).slots, aliases, Math.max(newest, id)));
    }
}
