package io.windhover.model;

/**
 * The name of a process of a cluster. It keeps its name when it is restarted, and so what it is in charge of; two
 * processes never have the same one at a time, because it is held under a lease.
 */
public record MemberId(String name) implements Comparable<MemberId> {
    /** Rejects an empty name. */
    public MemberId {
        Invariant.check(!name.isEmpty(), "a member has no name");
    }

    @Override
    public int compareTo(MemberId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
