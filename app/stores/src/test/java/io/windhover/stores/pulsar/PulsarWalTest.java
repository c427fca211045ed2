package io.windhover.stores.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.runtime.contract.WalContract;
import io.windhover.runtime.local.RealGround;
import io.windhover.runtime.port.Wal;
import io.windhover.runtime.port.Wal.Position;
import io.windhover.stores.Services;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: Pulsar keeps the contract of the port. Method: on a real one, a namespace for each test. */
class PulsarWalTest extends WalContract {
    @TempDir
    Path directory;

    private final String namespace = "test-" + UUID.randomUUID();

    @Override
    protected void within(Body body) {
        RealGround.run(directory, (runtime, disk) -> {
            try (Wal wal = open(runtime)) {
                body.run(runtime, wal);
            }
        });
    }

    private Wal open(io.windhover.runtime.Runtime runtime) {
        return PulsarWal.open(
                runtime,
                new PulsarSettings(
                        Services.pulsar(), Services.pulsarAdmin(), "public", namespace, Duration.ofSeconds(30)));
    }

    private static MemorySegment bytes(int count, int value) {
        byte[] bytes = new byte[count];
        java.util.Arrays.fill(bytes, (byte) value);
        return MemorySegment.ofArray(bytes);
    }

    @Test
    void anotherProcessGoesOnWhereTheLogWasLeftAndTopicsThatAreCoveredAreGone() {
        // Goal: an owner on another machine finds every record, continues its positions, and the log gives topics back.
        // Method: two stores on one namespace; the first one's log moves on to a second topic before it is taken over.
        within((runtime, first) -> {
            Wal.Writer old = first.openWriter("log", 1);
            Position covered = old.append(List.of(bytes(3 << 20, 1)));
            first.trim("log", covered);
            Position kept = old.append(List.of(bytes(5 << 20, 2)));
            assertThat(LogTopic.generationOf(covered)).isEqualTo(1);
            assertThat(LogTopic.generationOf(kept)).isEqualTo(2);
            try (Wal second = open(runtime)) {
                Wal.Writer writer = second.openWriter("log", 2);
                assertThat(writer.append(List.of(bytes(10, 3)))).isGreaterThan(kept);
                try (Wal.Reader reader = second.read("log", Position.START)) {
                    assertThat(reader.next().orElseThrow().payload().mismatch(bytes(5 << 20, 2)))
                            .isNegative();
                    assertThat(reader.next().orElseThrow().payload().byteSize()).isEqualTo(10);
                    assertThat(reader.next()).isEmpty();
                }
                assertThat(second.logs()).containsExactly("log");
                assertThat(second.storedBytes()).isBetween(5L << 20, 7L << 20);
                second.delete("log");
                assertThat(second.storedBytes()).isZero();
            }
        });
    }
}
