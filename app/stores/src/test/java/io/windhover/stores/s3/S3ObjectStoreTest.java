package io.windhover.stores.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.contract.ObjectStoreContract;
import io.windhover.runtime.local.RealGround;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.stores.Services;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: S3 keeps the contract of the port. Method: on a real server, a root for each test. */
class S3ObjectStoreTest extends ObjectStoreContract {
    private static final long CACHE_BYTES = 20 << 20;

    @TempDir
    Path directory;

    private final String root = UUID.randomUUID() + "/";

    @Override
    protected void within(Body body) {
        within(CACHE_BYTES, body);
    }

    private void within(long cacheBytes, Body body) {
        RealGround.run(directory, (runtime, disk) -> {
            try (ObjectStore store = S3ObjectStore.open(settings(Services.s3(), cacheBytes), disk, "cache")) {
                body.run(runtime, store);
            }
        });
    }

    private S3Settings settings(URI endpoint, long cacheBytes) {
        return new S3Settings(
                endpoint,
                "us-east-1",
                Services.s3AccessKey(),
                Services.s3SecretKey(),
                "windhover-test",
                root,
                Duration.ofSeconds(10),
                5 << 20,
                cacheBytes);
    }

    private static byte[] random(int bytes, long seed) {
        byte[] random = new byte[bytes];
        new Random(seed).nextBytes(random);
        return random;
    }

    private static void put(ObjectStore store, String name, byte[] bytes) {
        try (ObjectStore.ObjectWriter writer = store.create(name)) {
            writer.write(MemorySegment.ofArray(bytes));
            writer.commit();
        }
    }

    private static byte[] fetch(ObjectStore store, String name) {
        try (ObjectStore.MappedObject object = store.map(name)) {
            return object.bytes().toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @Test
    void objectOfManyPartsIsWholeAndOneThatIsNotCommittedLeavesNothing() {
        byte[] bytes = random((12 << 20) + 7, 1);
        within((runtime, store) -> {
            put(store, "large", bytes);
            assertThat(fetch(store, "large")).isEqualTo(bytes);
            assertThat(store.read("large", 6 << 20, 1_000))
                    .isEqualTo(java.util.Arrays.copyOfRange(bytes, 6 << 20, (6 << 20) + 1_000));
            try (ObjectStore.ObjectWriter writer = store.create("given-up")) {
                writer.write(MemorySegment.ofArray(bytes));
            }
            assertThat(store.list("")).hasSize(1);
            try (ObjectStore.ObjectWriter writer = store.create("even")) {
                writer.write(MemorySegment.ofArray(bytes).asSlice(0, 10 << 20));
                writer.commit();
            }
            assertThat(fetch(store, "even")).hasSize(10 << 20);
        });
    }

    @Test
    void copiesOnDiskAreBoundedUsedAgainAfterARestartAndNeverStaleOrDamaged() throws IOException {
        // Goal: the cache saves requests and never an answer. Method: more objects than fit, a restart, an object
        // that is replaced behind its back, a flipped byte in a file.
        within(1_000_000, (runtime, store) -> {
            for (int i = 0; i < 10; i++) {
                put(store, "o/" + i, random(300_000, i));
                assertThat(fetch(store, "o/" + i)).isEqualTo(random(300_000, i));
            }
            assertThat(cachedBytes()).isBetween(600_000L, 1_000_000L);
            put(store, "o/9", random(1_000, 99));
            assertThat(fetch(store, "o/9")).isEqualTo(random(1_000, 99));
        });
        within(1_000_000, (runtime, store) -> {
            assertThat(cachedBytes()).isGreaterThan(300_000L);
            flipAByteOfEachCopy();
            for (int i = 0; i < 9; i++) {
                assertThat(fetch(store, "o/" + i)).isEqualTo(random(300_000, i));
            }
        });
    }

    private long cachedBytes() throws IOException {
        try (var files = Files.walk(directory.resolve("cache"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void flipAByteOfEachCopy() throws IOException {
        try (var files = Files.walk(directory.resolve("cache"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2]++;
                Files.write(file, bytes);
            }
        }
    }

    @Test
    void refusedWriteDoesNotSpoilTheNext() {
        // Goal: a server that refuses before it has read everything, and closes the connection, costs nobody else
        // anything. Method: refused and accepted writes in turn, more than connections are kept.
        within((runtime, store) -> {
            put(store, "taken", new byte[10]);
            for (int i = 0; i < 40; i++) {
                try (ObjectStore.ObjectWriter writer = store.createNew("taken")) {
                    writer.write(MemorySegment.ofArray(new byte[1_000]));
                    assertThatThrownBy(writer::commit).isInstanceOf(DatabaseException.class);
                }
                try (ObjectStore.ObjectWriter writer = store.createNew("new/" + i)) {
                    writer.commit();
                }
            }
            assertThat(store.list("new/")).hasSize(40);
        });
    }

    @Test
    void serverThatIsNotThereIsARetriableFailure() {
        RealGround.run(
                directory,
                (runtime, disk) -> assertThatThrownBy(() -> S3ObjectStore.open(
                                settings(URI.create("http://127.0.0.1:1"), CACHE_BYTES), disk, "cache"))
                        .isInstanceOf(DatabaseException.class)
                        .extracting(failure -> ((DatabaseException) failure).code())
                        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
    }

    @Test
    void aBucketThatAnotherProcessCreatesAtTheSameTimeIsUsed() throws IOException {
        // Goal: of processes that start together none fails. Method: a server on which the bucket is absent until
        // somebody
        // tries to create it, and was created by somebody else then.
        AtomicBoolean isThere = new AtomicBoolean();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/", exchange -> {
            boolean isAsked = exchange.getRequestMethod().equals("HEAD");
            int status = !isAsked ? 409 : isThere.get() ? 200 : 404;
            isThere.compareAndSet(false, !isAsked);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try {
            RealGround.run(
                    directory,
                    (_, disk) -> S3ObjectStore.open(settings(endpoint, CACHE_BYTES), disk, "cache")
                            .close());
            assertThat(isThere).isTrue();
        } finally {
            server.stop(0);
        }
    }
}
