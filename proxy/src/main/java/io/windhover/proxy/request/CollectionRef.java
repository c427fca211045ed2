package io.windhover.proxy.request;

/** A collection as the user names it: an empty database is the default one, the name may be an alias. */
public record CollectionRef(String database, String name) {
    /** Names a collection of the default database. */
    public CollectionRef(String name) {
        this("", name);
    }
}
