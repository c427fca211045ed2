package io.windhover.stores.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.options.GetOption;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Metadata in etcd. A version is etcd's revision, a lease etcd's lease, whose terms are whole seconds and no shorter than
 * the server's election timeout allows. Prefixes are read in pages at one revision, so a large catalog needs no large
 * message; if that revision is compacted meanwhile, the read begins anew.
 */
public final class EtcdMetaStore implements MetaStore {
    private static final int PAGE_KEYS = 1_000;
    private static final int READS_MAX = 5;
    private static final long LEASE_SECONDS_MAX = Duration.ofDays(3650).toSeconds();

    private final Runtime runtime;
    private final Client client;
    private final EtcdKeys keys;
    private final EtcdCalls calls;
    private final EtcdTransaction transactions;

    private EtcdMetaStore(Runtime runtime, Client client, EtcdSettings settings) {
        this.runtime = runtime;
        this.client = client;
        this.keys = new EtcdKeys(settings.root());
        this.calls = new EtcdCalls(settings.timeout());
        this.transactions = new EtcdTransaction(keys, settings);
    }

    /**
     * Connects.
     *
     * @throws DatabaseException SERVICE_UNAVAILABLE naming the endpoints, if none answers
     */
    public static EtcdMetaStore open(Runtime runtime, EtcdSettings settings) {
        Client client = Client.builder()
                .endpoints(settings.endpoints())
                .connectTimeout(settings.timeout())
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .keepaliveTime(settings.timeout())
                .keepaliveTimeout(settings.timeout())
                .keepaliveWithoutCalls(true)
                .build();
        EtcdMetaStore store = new EtcdMetaStore(runtime, client, settings);
        try {
            store.read("");
            return store;
        } catch (DatabaseException failure) {
            client.close();
            throw new DatabaseException(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "etcd at " + settings.endpoints() + " cannot be used: " + failure.getMessage(),
                    failure);
        }
    }

    @Override
    public Outcome transact(List<Condition> conditions, List<Change> changes) {
        Change.requireDistinct(changes);
        TxnResponse answer = calls.write(
                "transaction",
                client.getKVClient()
                        .txn()
                        .If(transactions.conditions(conditions))
                        .Then(transactions.changes(changes))
                        .Else(transactions.looks(conditions))
                        .commit());
        return answer.isSucceeded()
                ? new Outcome.Committed(answer.getHeader().getRevision())
                : new Outcome.Refused(failed(conditions, answer.getGetResponses()));
    }

    private static Condition failed(List<Condition> conditions, List<GetResponse> found) {
        for (int i = 0; i < conditions.size(); i++) {
            List<KeyValue> entries = found.get(i).getKvs();
            long modVersion = entries.isEmpty() ? 0 : entries.getFirst().getModRevision();
            if (modVersion != conditions.get(i).modVersion()) {
                return conditions.get(i);
            }
        }
        throw new IllegalStateException("etcd refused conditions that hold: " + conditions);
    }

    @Override
    public Optional<Entry> read(String key) {
        GetResponse answer = calls.read(key, client.getKVClient().get(keys.of(key)));
        return answer.getKvs().stream().map(this::entry).findFirst();
    }

    private Entry entry(KeyValue found) {
        return new Entry(keys.nameOf(found.getKey()), found.getValue().getBytes(), found.getModRevision());
    }

    @Override
    public Snapshot readPrefix(String prefix) {
        for (int attempt = 1; ; attempt++) {
            try {
                return readPages(prefix);
            } catch (DatabaseException compacted) {
                if (compacted.code() != ErrorCode.CATALOG_STALE || attempt == READS_MAX) {
                    throw compacted;
                }
            }
        }
    }

    private Snapshot readPages(String prefix) {
        List<Entry> entries = new ArrayList<>();
        ByteSequence from = keys.of(prefix);
        long revision = 0;
        while (true) {
            GetOption option = GetOption.builder()
                    .withRange(keys.after(prefix))
                    .withLimit(PAGE_KEYS)
                    .withRevision(revision)
                    .build();
            GetResponse page = calls.read(prefix, client.getKVClient().get(from, option));
            revision = revision == 0 ? page.getHeader().getRevision() : revision;
            page.getKvs().forEach(found -> entries.add(entry(found)));
            if (!page.isMore()) {
                return new Snapshot(revision, entries);
            }
            from = EtcdKeys.next(page.getKvs().getLast().getKey());
        }
    }

    @Override
    public AutoCloseable watch(String prefix, long afterVersion, Watcher watcher) {
        GetOption atVersion = GetOption.builder()
                .withRevision(afterVersion)
                .withCountOnly(true)
                .build();
        // A watch hears of a compaction later, on another thread; whoever asks for too old a version learns it here.
        calls.read("watch " + prefix, client.getKVClient().get(keys.of(prefix), atVersion));
        return EtcdWatch.open(
                runtime, client.getWatchClient(), keys, new EtcdWatch.Wish(prefix, afterVersion, watcher));
    }

    @Override
    public Lease grantLease(long ttlMs) {
        long seconds = Math.ceilDiv(ttlMs, 1_000);
        if (seconds <= 0 || seconds > LEASE_SECONDS_MAX) {
            throw DatabaseException.invalid("a lease of %d ms", ttlMs);
        }
        return new Lease(
                calls.read("lease", client.getLeaseClient().grant(seconds)).getID());
    }

    @Override
    public boolean renewLease(Lease lease) {
        try {
            return calls.read("lease", client.getLeaseClient().keepAliveOnce(lease.id()))
                            .getTTL()
                    > 0;
        } catch (DatabaseException failure) {
            if (failure.code() == ErrorCode.NOT_OWNER) {
                return false;
            }
            throw failure;
        }
    }

    @Override
    public void revokeLease(Lease lease) {
        try {
            calls.read("lease", client.getLeaseClient().revoke(lease.id()));
        } catch (DatabaseException failure) {
            if (failure.code() != ErrorCode.NOT_OWNER) {
                throw failure;
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
