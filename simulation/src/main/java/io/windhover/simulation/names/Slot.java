package io.windhover.simulation.names;

import java.util.Optional;

/**
 * What is behind one name.
 *
 * @param id    of what is there; {@link #UNSEEN} until somebody is shown it, 0 = nothing is there
 * @param above its id is higher: every id shown before it was created, as ids are never given again
 * @param kind  further state of what is there, in a word
 */
public record Slot(long id, long above, String kind) {
    /** Nothing. */
    static final Slot ABSENT = new Slot(0, 0, "");

    private static final long UNSEEN = -1;

    /** Returns something new. */
    static Slot born(long newest, String kind) {
        return new Slot(UNSEEN, newest, kind);
    }

    boolean isThere() {
        return id != 0;
    }

    Slot in(String newKind) {
        return new Slot(id, above, newKind);
    }

    /** Returns what is known once an id was shown (0 = that nothing is there); empty if it cannot be this one. */
    Optional<Slot> shown(long shownId) {
        if (id == UNSEEN && shownId > above) {
            return Optional.of(new Slot(shownId, 0, kind));
        }
        return id == shownId ? Optional.of(this) : Optional.empty();
    }
}
