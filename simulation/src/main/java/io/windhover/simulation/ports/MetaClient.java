package io.windhover.simulation.ports;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Condition;
import io.windhover.runtime.port.MetaStore.Lease;
import io.windhover.runtime.port.MetaStore.Outcome;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.Storm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One client of the metadata store, as long as its process lives. */
final class MetaClient {
    static final int PAIRS = 6;

    private final Runtime runtime;
    private final MetaStore store;
    private final MetaModel model;
    private final Storm storm;

    MetaClient(Runtime runtime, MetaStore store, MetaModel model, Storm storm) {
        this.runtime = runtime;
        this.store = store;
        this.model = model;
        this.storm = storm;
    }

    /** Does one thing. A failure that the port allows is followed by a pause. */
    void step() {
        try {
            if (storm.chance().nextInt(12) == 0) {
                lease();
            } else {
                transact();
            }
            runtime.sleep(Duration.ofNanos(1 + storm.chance().nextLong(1_000_000)));
        } catch (MetaStore.OutcomeUnknown ignored) {
            storm.tally().count("meta_outcome_unknown");
            runtime.sleep(Duration.ofMillis(5));
        } catch (DatabaseException cause) {
            boolean allowed = cause.code() == ErrorCode.DISK_FULL || cause.code() == ErrorCode.SERVICE_UNAVAILABLE;
            if (!allowed) {
                throw cause;
            }
            storm.tally().count("meta_refused_by_disk");
            runtime.sleep(Duration.ofMillis(5));
        }
    }

    private void transact() {
        int pair = storm.chance().nextInt(PAIRS);
        boolean deletes = storm.chance().nextInt(5) == 0;
        List<Condition> conditions = new ArrayList<>();
        if (storm.chance().nextBoolean()) {
            long version =
                    store.read("a/" + pair).map(MetaStore.Entry::modVersion).orElse(0L);
            conditions.add(new Condition("b/" + pair, version));
            runtime.sleep(Duration.ofNanos(1 + storm.chance().nextLong(100_000)));
        }
        long number = model.begin(pair, deletes);
        List<Change> changes = new ArrayList<>();
        for (String key : List.of("a/" + pair, "b/" + pair)) {
            changes.add(deletes ? new Change.Delete(key) : new Change.Put(key, MetaModel.value(number)));
        }
        settle(number, conditions, changes);
    }

    private void settle(long number, List<Condition> conditions, List<Change> changes) {
        try {
            Outcome outcome = store.transact(conditions, changes);
            switch (outcome) {
                case Outcome.Committed committed -> model.committed(number, committed.version());
                case Outcome.Refused refused -> {
                    BrokenPromiseException.unless(!conditions.isEmpty(), "refused without a condition");
                    model.refused(number);
                }
            }
        } catch (DatabaseException cause) {
            model.refused(number);
            throw cause;
        }
    }

    private void lease() {
        long ttlMs = 20 + storm.chance().nextInt(50);
        Lease lease = store.grantLease(ttlMs);
        String key = "lease/" + lease.id();
        BrokenPromiseException.unless(store.read(key).isEmpty(), "lease %s was given twice", lease.id());
        try {
            store.transact(List.of(), List.of(new Change.Put(key, new byte[0], Optional.of(lease))));
        } catch (DatabaseException cause) {
            // A slow disk may take longer than the lease lasts.
            if (cause.code() != ErrorCode.NOT_OWNER) {
                throw cause;
            }
            return;
        }
        if (storm.chance().nextBoolean()) {
            store.revokeLease(lease);
            BrokenPromiseException.unless(store.read(key).isEmpty(), "%s outlived its lease", key);
            BrokenPromiseException.unless(!store.renewLease(lease), "revoked lease %s was renewed", lease.id());
        }
    }
}
