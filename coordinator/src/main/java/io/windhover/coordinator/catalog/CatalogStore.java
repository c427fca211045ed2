package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Invariant;
import io.windhover.model.Timestamp;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes transactions of the catalog, each on condition that nobody wrote since the last one. Owned by one fiber.
 *
 * <p>When the answer to a transaction is lost, the head tells what happened, because every transaction writes it and
 * names its writer. Before a transaction is taken for lost, an empty one is written over the same head: the lost one can
 * then not arrive late any more.
 */
final class CatalogStore {
    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Runtime runtime;
    private final MetaStore meta;
    private final Optional<Condition> leader;
    private final long incarnation;
    private final CatalogCounts counts;
    private CatalogHead head = new CatalogHead(0, Timestamp.ZERO, 0, 0, 0, CatalogFormats.OWN);
    private long headModVersion;
    private long transactions;
    private Optional<CatalogHead> inDoubt = Optional.empty();

    /** How a transaction ended. */
    sealed interface Written {
        /** It is durable. */
        record Durable() implements Written {}

        /** It did not happen and never will. */
        record NotWritten(DatabaseException reason) implements Written {}

        /** Nobody knows yet; {@link #settle} finds out. Nothing can be written before. */
        record InDoubt(String reason) implements Written {}

        /** Somebody else wrote the catalog, or leads; ours did not happen. The catalog has to be read again. */
        record Overtaken(boolean byLeader) implements Written {}
    }

    CatalogStore(Runtime runtime, MetaStore meta, Optional<Condition> leader) {
        this.runtime = runtime;
        this.meta = meta;
        this.leader = leader;
        this.incarnation = runtime.random(Long.MAX_VALUE);
        this.counts = new CatalogCounts(runtime);
    }

    /** Reads the whole catalog at one version of the store; throws CATALOG_TOO_NEW if this program may not write it. */
    CatalogCodec.Loaded load() {
        CatalogCodec.Loaded loaded = CatalogCodec.load(meta.readPrefix(CatalogKeys.PREFIX));
        loaded.head().map(CatalogHead::formats).ifPresent(CatalogFormats::requireLead);
        head = loaded.head().orElse(head);
        headModVersion = loaded.headModVersion();
        inDoubt = Optional.empty();
        return loaded;
    }

    /** Returns what counts the writes. */
    CatalogCounts counts() {
        return counts;
    }

    /** Returns the newest head known to be durable. */
    CatalogHead head() {
        return head;
    }

    /** Writes changes and a new head. */
    Written write(List<Change> changes, long version, Timestamp timestamp, long idCeiling) {
        Invariant.check(inDoubt.isEmpty(), "a transaction follows one whose outcome is unknown");
        Invariant.check(version >= head.version(), "version {} after {}", version, head.version());
        CatalogHead next = new CatalogHead(version, timestamp, idCeiling, incarnation, ++transactions, head.formats());
        List<Change> all = new ArrayList<>(changes);
        all.add(CatalogCodec.encode(next));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                if (attempt > 0) {
                    runtime.sleep(PAUSE.multipliedBy(attempt));
                }
                return ended(meta.transact(conditions(), all), next, attempt > 0);
            } catch (MetaStore.OutcomeUnknown lost) {
                inDoubt = Optional.of(next);
            } catch (DatabaseException refused) {
                if (inDoubt.isEmpty() && isWithoutEffect(refused)) {
                    return new Written.NotWritten(refused);
                }
                inDoubt = Optional.of(next);
            }
        }
        return new Written.InDoubt("the metadata store did not answer");
    }

    private static boolean isWithoutEffect(DatabaseException failure) {
        return failure.code() == ErrorCode.SERVICE_UNAVAILABLE || failure.code() == ErrorCode.DISK_FULL;
    }

    private Written ended(MetaStore.Outcome outcome, CatalogHead next, boolean repeated) {
        return switch (outcome) {
            case MetaStore.Outcome.Committed committed -> {
                adopt(next, committed.version());
                yield new Written.Durable();
            }
            case MetaStore.Outcome.Refused refused -> repeated ? asRead(next) : overtaken(refused);
        };
    }

    private Written overtaken(MetaStore.Outcome.Refused refused) {
        boolean byLeader =
                leader.isPresent() && refused.failed().key().equals(leader.get().key());
        return new Written.Overtaken(byLeader);
    }

    /**
     * Finds out what became of the transaction in doubt.
     *
     * @return Durable if it happened; NotWritten if it did not and cannot any more; InDoubt if that is still unknown
     */
    Written settle() {
        CatalogHead lost = inDoubt.orElseThrow();
        CatalogHead fence = new CatalogHead(
                head.version(),
                head.timestamp(),
                Math.max(head.idCeiling(), lost.idCeiling()),
                incarnation,
                ++transactions,
                head.formats());
        try {
            MetaStore.Outcome outcome = meta.transact(conditions(), List.of(CatalogCodec.encode(fence)));
            if (outcome instanceof MetaStore.Outcome.Committed committed) {
                adopt(fence, committed.version());
                return notWritten();
            }
            return asRead(lost);
        } catch (MetaStore.OutcomeUnknown | DatabaseException unreachable) {
            return new Written.InDoubt(unreachable.getMessage());
        }
    }

    /** Decides by the head as it is now what became of a transaction. */
    private Written asRead(CatalogHead lost) {
        MetaStore.Entry entry;
        try {
            entry = meta.read(CatalogKeys.HEAD).orElseThrow(() -> Invariant.unreachable("the head has vanished"));
        } catch (DatabaseException unreachable) {
            return new Written.InDoubt(unreachable.getMessage());
        }
        CatalogHead found = RequestValues.decodeHead(entry.key(), entry.value());
        if (found.incarnation() != incarnation) {
            return new Written.Overtaken(false);
        }
        if (entry.modVersion() == headModVersion) {
            // The head is as we left it, so the other condition failed: somebody else leads.
            return new Written.Overtaken(true);
        }
        adopt(found, entry.modVersion());
        return found.transaction() == lost.transaction() ? new Written.Durable() : notWritten();
    }

    private static Written notWritten() {
        return new Written.NotWritten(new DatabaseException(
                ErrorCode.SERVICE_UNAVAILABLE, "the metadata store lost the transaction; try again"));
    }

    private void adopt(CatalogHead written, long modVersion) {
        head = written;
        headModVersion = modVersion;
        inDoubt = Optional.empty();
    }

    private List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>(2);
        conditions.add(new Condition(CatalogKeys.HEAD, headModVersion));
        leader.ifPresent(conditions::add);
        return conditions;
    }
}
