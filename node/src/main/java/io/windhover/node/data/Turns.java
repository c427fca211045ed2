package io.windhover.node.data;

import io.windhover.model.CollectionId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Whose turn it is: collections in a circle, beginning behind the one that was served last. Owned by one fiber.
 */
final class Turns {
    private CollectionId last = new CollectionId(0);

    /** Returns things in order of turns; those of one collection keep their order and stay together. */
    <T> List<T> inTurn(List<T> things, Function<T, CollectionId> owner) {
        List<T> behind = new ArrayList<>();
        List<T> before = new ArrayList<>();
        for (T thing : things) {
            (owner.apply(thing).compareTo(last) > 0 ? behind : before).add(thing);
        }
        behind.addAll(before);
        return behind;
    }

    /** Lets the next turn begin behind a collection. */
    void served(CollectionId collection) {
        last = collection;
    }
}
