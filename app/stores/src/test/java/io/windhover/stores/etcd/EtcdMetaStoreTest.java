package io.windhover.stores.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.Client;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.contract.MetaStoreContract;
import io.windhover.runtime.local.RealGround;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Change.Delete;
import io.windhover.runtime.port.MetaStore.Change.Put;
import io.windhover.runtime.port.MetaStore.Condition;
import io.windhover.runtime.port.MetaStore.Outcome.Committed;
import io.windhover.runtime.port.MetaStore.Outcome.Refused;
import io.windhover.stores.Services;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: etcd keeps the contract of the port, and its limits are respected. Method: on a real one, a root for each test. */
class EtcdMetaStoreTest extends MetaStoreContract {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Override
    protected void within(Body body) {
        EtcdSettings settings = EtcdSettings.of(List.of(Services.etcd()), UUID.randomUUID() + "/");
        RealGround.run(directory, (runtime, disk) -> {
            try (MetaStore store = EtcdMetaStore.open(runtime, settings)) {
                body.run(runtime, store);
            }
        });
    }

    private static List<Change> puts(int count, String value) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(new Put("k/%05d".formatted(i), value.getBytes()));
        }
        return changes;
    }

    @Test
    void moreChangesThanEtcdTakesInOneTransactionAreStillOne() {
        // Goal: a transaction of 4,000 changes is seen at one version or not at all. Method: as one it commits, is read
        // in pages and watched; with a condition that fails, nothing of it is there.
        within((runtime, store) -> {
            Mailbox<Long> versions = runtime.mailbox("versions", 100);
            List<Integer> counts = new ArrayList<>();
            long from = store.readPrefix("").version();
            AutoCloseable watch = store.watch("k/", from, (version, events) -> {
                counts.add(events.size());
                versions.offer(version);
            });
            long version = ((Committed) store.transact(List.of(), puts(4_000, "1"))).version();
            MetaStore.Snapshot snapshot = store.readPrefix("k/");
            assertThat(snapshot.entries()).hasSize(4_000).allMatch(entry -> entry.modVersion() == version);
            assertThat(snapshot.entries().get(2_345).key()).isEqualTo("k/02345");
            Condition wrong = new Condition("k/00001", version + 1);
            assertThat(store.transact(List.of(wrong), puts(4_000, "2"))).isEqualTo(new Refused(wrong));
            List<Change> deletes = new ArrayList<>();
            puts(4_000, "").forEach(put -> deletes.add(new Delete(put.key())));
            store.transact(List.of(new Condition("k/00001", version)), deletes);
            assertThat(store.readPrefix("k/").entries()).isEmpty();
            assertThat(versions.poll(LONG)).contains(version);
            assertThat(versions.poll(LONG)).isPresent();
            assertThat(counts).containsExactly(4_000, 4_000);
            watch.close();
        });
    }

    @Test
    void transactionThatNoServerTakesIsRefusedWithItsSize() {
        within((runtime, store) -> {
            assertThatThrownBy(() -> store.transact(List.of(), puts(5_000, "1")))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("5000");
            assertThatThrownBy(() -> store.transact(List.of(), puts(2, "x".repeat(1_000_000))))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("bytes");
            assertThat(store.readPrefix("").entries()).isEmpty();
        });
    }

    @Test
    void watchFromACompactedVersionIsRefusedAndReadsGoOn() {
        within((runtime, store) -> {
            long old = ((Committed) store.transact(List.of(), puts(1, "1"))).version();
            long newest = ((Committed) store.transact(List.of(), puts(1, "2"))).version();
            try (Client client = Client.builder().endpoints(Services.etcd()).build()) {
                client.getKVClient().compact(newest).get();
            }
            assertThatThrownBy(() -> store.watch("k/", old, (version, events) -> {}))
                    .hasMessageContaining("compacted")
                    .isInstanceOf(DatabaseException.class)
                    .extracting(failure -> ((DatabaseException) failure).code())
                    .isEqualTo(ErrorCode.CATALOG_STALE);
            assertThat(store.readPrefix("k/").entries()).hasSize(1);
        });
    }

    @Test
    void etcdThatIsNotThereIsNamed() {
        EtcdSettings nowhere =
                new EtcdSettings(List.of(URI.create("http://127.0.0.1:1")), "w/", Duration.ofMillis(500), 128, 1 << 20);
        RealGround.run(
                directory,
                (runtime, disk) -> assertThatThrownBy(() -> EtcdMetaStore.open(runtime, nowhere))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("127.0.0.1:1"));
    }
}
