package io.windhover.simulation.database;

import io.windhover.simulation.names.NameCall;
import io.windhover.simulation.names.NameCall.Verb;
import java.util.List;

/** A client that changes and reads names which others change at the same time. */
final class SharedDefiner {
    private static final List<Verb> OF_PARTITIONS =
            List.of(Verb.CREATE, Verb.CREATE, Verb.RELEASE, Verb.DROP, Verb.DROP, Verb.LOAD, Verb.HAS, Verb.LIST);
    private static final List<Verb> OF_COLLECTIONS = List.of(
            Verb.CREATE,
            Verb.CREATE,
            Verb.DROP,
            Verb.RENAME,
            Verb.RENAME,
            Verb.HAS,
            Verb.DESCRIBE,
            Verb.CREATE_ALIAS,
            Verb.ALTER_ALIAS,
            Verb.DROP_ALIAS,
            Verb.DESCRIBE_ALIAS);

    private final Stage stage;
    private final Shared shared;

    SharedDefiner(Stage stage, Shared shared) {
        this.stage = stage;
        this.shared = shared;
    }

    /** Asks for things until told to stop. */
    void run() {
        while (!stage.isStopping()) {
            step();
            stage.pause();
        }
    }

    private void step() {
        switch (stage.chance().nextInt(10)) {
            case 0, 1, 2, 3 -> shared.partition(NameCall.of(one(OF_PARTITIONS), number(Shared.PARTITIONS)));
            case 4, 5, 6 -> shared.collection(collectionCall(one(OF_COLLECTIONS)));
            case 7 -> shared.index(indexCall());
            default -> shared.movingAlias(aliasCall());
        }
    }

    private NameCall collectionCall(Verb verb) {
        return switch (verb) {
            case RENAME -> NameCall.of(verb, number(Shared.COLLECTIONS), number(Shared.COLLECTIONS));
            case CREATE_ALIAS, ALTER_ALIAS -> NameCall.of(verb, 0, number(Shared.COLLECTIONS));
            case DROP_ALIAS, DESCRIBE_ALIAS -> NameCall.of(verb, 0);
            default -> NameCall.of(verb, number(Shared.COLLECTIONS));
        };
    }

    private NameCall indexCall() {
        return switch (number(4)) {
            case 0 -> NameCall.of(Verb.DROP, 0);
            case 1 -> NameCall.of(Verb.DESCRIBE, 0);
            default -> new NameCall(Verb.CREATE, 0, 0, one(Shared.INDEX_TYPES));
        };
    }

    private NameCall aliasCall() {
        return switch (number(5)) {
            case 0, 1 -> NameCall.of(Verb.ALTER_ALIAS, 0, number(2));
            case 2 -> NameCall.of(Verb.DESCRIBE_ALIAS, 0);
            default -> NameCall.of(Verb.READ_ALIAS, 0);
        };
    }

    private <T> T one(List<T> all) {
        return all.get(number(all.size()));
    }

    private int number(int bound) {
        return stage.chance().nextInt(bound);
    }
}
