package io.windhover.simulation.database;

import io.windhover.proxy.request.CollectionRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The clients of one collection name: one that defines, some that write keys of their own, some that read. What they
 * know outlives the processes.
 */
final class Team {
    private final int number;
    private final List<CollectionModel> past = new ArrayList<>();
    private CollectionRef ref;
    private Optional<CollectionRef> renamingTo = Optional.empty();
    private Optional<CollectionModel> current = Optional.empty();
    private long versions;
    private long newKeys;
    private final Set<Object> partitionWorks = new HashSet<>();

    Team(int number) {
        this.number = number;
        this.ref = new CollectionRef("c" + number);
    }

    /** Returns the present name. */
    CollectionRef ref() {
        return ref;
    }

    void ref(CollectionRef newRef) {
        ref = newRef;
        renamingTo = Optional.empty();
    }

    /** Returns the name of a rename that is not answered. */
    Optional<CollectionRef> renamingTo() {
        return renamingTo;
    }

    void renamingTo(CollectionRef newRef) {
        renamingTo = Optional.of(newRef);
    }

    /** Returns the incarnation that is there, or is being created or dropped. */
    Optional<CollectionModel> current() {
        return current;
    }

    /** Begins a new incarnation. */
    void begin(CollectionModel model) {
        current = Optional.of(model);
    }

    /** Ends the present incarnation. */
    void end() {
        current.ifPresent(past::add);
        current = Optional.empty();
    }

    /** Returns the incarnations that ended. */
    List<CollectionModel> past() {
        return past;
    }

    /** Returns a number no row of this run has had. */
    long nextVersion() {
        return ++versions * 16 + number;
    }

    /** Returns a key that was never used. */
    long nextKey() {
        return ++newKeys;
    }

    int number() {
        return number;
    }

    /** Notes that somebody releases or loads partitions for a while; returns what it is known by. */
    Object partitionWorkBegins() {
        Object work = new Object();
        partitionWorks.add(work);
        return work;
    }

    /** Notes that it is over; also told by fibers of a process that was killed meanwhile. */
    void partitionWorkEnds(Object work) {
        partitionWorks.remove(work);
    }

    /** Tells whether nobody is at it. */
    boolean isWithoutPartitionWork() {
        return partitionWorks.isEmpty();
    }

    /** Notes that what was under way will not be answered. */
    void leaveOpen() {
        partitionWorks.clear();
        current.ifPresent(model -> model.keys().values().forEach(KeyHistory::leaveOpen));
    }
}
