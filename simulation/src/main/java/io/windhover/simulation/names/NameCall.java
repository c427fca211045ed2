package io.windhover.simulation.names;

/**
 * A request about names.
 *
 * @param verb  what is asked
 * @param name  number of the name, or of the alias for requests about aliases
 * @param other number of the second name: where a rename goes, what an alias shall stand for; 0 if there is none
 * @param kind  a word that goes with it, may be empty
 */
public record NameCall(Verb verb, int name, int other, String kind) {
    /** What can be asked. */
    public enum Verb {
        /** Creates it. */
        CREATE,
        /** Drops it. */
        DROP,
        /** Tells whether it is there. */
        HAS,
        /** Tells its id and kind. */
        DESCRIBE,
        /** Tells the ids behind all names. */
        LIST,
        /** Loads it. */
        LOAD,
        /** Releases it. */
        RELEASE,
        /** Gives it another name. */
        RENAME,
        /** Creates an alias. */
        CREATE_ALIAS,
        /** Points an alias elsewhere. */
        ALTER_ALIAS,
        /** Drops an alias. */
        DROP_ALIAS,
        /** Tells the id behind an alias. */
        DESCRIBE_ALIAS,
        /** Reads rows through an alias. */
        READ_ALIAS
    }

    /** Asks about one name. */
    public static NameCall of(Verb verb, int name) {
        return new NameCall(verb, name, 0, "");
    }

    /** Asks about two names. */
    public static NameCall of(Verb verb, int name, int other) {
        return new NameCall(verb, name, other, "");
    }
}
