package io.windhover.coordinator.catalog;

import io.windhover.model.Invariant;
import io.windhover.model.SizeExempt;
import io.windhover.model.cluster.Members;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the owner of the catalog works.
 *
 * @param limits        how much the catalog may hold
 * @param waitingMax    commands that may wait; more are refused with SERVICE_RATE_LIMIT
 * @param waitingOfOneMax commands on one collection that may wait; more are refused with SERVICE_RATE_LIMIT
 * @param batchMax      commands that become durable in one transaction
 * @param operationsMax keys that one transaction may change; etcd's default is 128
 * @param resultsMax    stored results of requests
 * @param resultAge     how long a result is stored
 * @param leader        the condition under which this coordinator leads; none where only one can exist
 * @param members       who is there to be placed on, asked with each decision
 */
public record CatalogSettings(
        CatalogLimits limits,
        int waitingMax,
        int waitingOfOneMax,
        int batchMax,
        int operationsMax,
        int resultsMax,
        Duration resultAge,
        Optional<MetaStore.Condition> leader,
        Supplier<Members> members) {
    /** For one process with a local metadata store. */
    public static final CatalogSettings EMBEDDED = new CatalogSettings(
            CatalogLimits.DEFAULT, 4_096, 1_024, 512, 10_000, 8_192, Duration.ofMinutes(10), Optional.empty());

    /** Rejects sizes that allow nothing. */
    public CatalogSettings {
        Invariant.check(waitingMax > 0 && waitingOfOneMax > 0 && batchMax > 0, "no command would be taken");
        Invariant.check(operationsMax >= 32, "a transaction of {} keys is too small", operationsMax);
        Invariant.check(resultsMax > 0, "no result would be stored");
    }

    /** Where nothing is placed. */
    @SizeExempt("one parameter for each setting")
    public CatalogSettings(
            CatalogLimits limits,
            int waitingMax,
            int waitingOfOneMax,
            int batchMax,
            int operationsMax,
            int resultsMax,
            Duration resultAge,
            Optional<MetaStore.Condition> leader) {
        this(
                limits,
                waitingMax,
                waitingOfOneMax,
                batchMax,
                operationsMax,
                resultsMax,
                resultAge,
                leader,
                () -> Members.NONE);
    }

    /** Returns these settings for a cluster with such members. */
    public CatalogSettings withMembers(Supplier<Members> present) {
        return new CatalogSettings(
                limits, waitingMax, waitingOfOneMax, batchMax, operationsMax, resultsMax, resultAge, leader, present);
    }

    /** Returns these settings with other limits. */
    public CatalogSettings with(CatalogLimits otherLimits) {
        return new CatalogSettings(
                otherLimits,
                waitingMax,
                waitingOfOneMax,
                batchMax,
                operationsMax,
                resultsMax,
                resultAge,
                leader,
                members);
    }

    /** Returns these settings for one of several processes that could lead, with so many keys a transaction. */
    public CatalogSettings withLeader(MetaStore.Condition condition, int otherOperationsMax) {
        return new CatalogSettings(
                limits,
                waitingMax,
                waitingOfOneMax,
                batchMax,
                otherOperationsMax,
                resultsMax,
                resultAge,
                Optional.of(condition),
                members);
    }

    /** Returns these settings with other bounds of what waits, of all collections and of one. */
    public CatalogSettings withWaiting(int ofAll, int ofOne) {
        return new CatalogSettings(
                limits, ofAll, ofOne, batchMax, operationsMax, resultsMax, resultAge, leader, members);
    }
}
