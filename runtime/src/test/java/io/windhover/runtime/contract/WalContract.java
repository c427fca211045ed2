package io.windhover.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.port.Wal;
import io.windhover.runtime.port.Wal.Position;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: every write-ahead log means the same. Method: the same small stories on each, through the port only. */
@Timeout(120)
public abstract class WalContract {
    /** A story told to one empty log store. */
    protected interface Body {
        /** Runs on a fiber, or on a thread that may wait like one. */
        void run(Runtime runtime, Wal wal) throws Exception;
    }

    /** Runs {@code body} with logs that hold nothing and closes them. */
    protected abstract void within(Body body);

    static MemorySegment segment(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> readAll(Wal wal, String log, Position after) {
        List<String> texts = new ArrayList<>();
        try (Wal.Reader reader = wal.read(log, after)) {
            Position last = after;
            for (Optional<Wal.WalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                assertThat(next.get().position()).isGreaterThan(last);
                last = next.get().position();
                byte[] bytes = next.get().payload().toArray(ValueLayout.JAVA_BYTE);
                texts.add(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private static ErrorCode code(Runnable action) {
        try {
            action.run();
            return null;
        } catch (DatabaseException cause) {
            return cause.code();
        }
    }

    @Test
    void recordsAreReadBackInOrderAfterAnyPosition() {
        within((runtime, wal) -> {
            Wal.Writer writer = wal.openWriter("log", 1);
            Position first = writer.append(List.of(segment("a"), segment("b")));
            Position second = writer.append(List.of(segment("c")));
            Position third = writer.append(List.of());
            assertThat(first).isGreaterThan(Position.START);
            assertThat(second).isGreaterThan(first);
            assertThat(readAll(wal, "log", Position.START)).containsExactly("ab", "c", "");
            assertThat(readAll(wal, "log", first)).containsExactly("c", "");
            assertThat(readAll(wal, "log", third)).isEmpty();
            assertThat(readAll(wal, "unknown", Position.START)).isEmpty();
        });
    }

    @Test
    void payloadsOfEverySizeAndKindOfMemoryComeBackUnchanged() {
        within((runtime, wal) -> {
            Wal.Writer writer = wal.openWriter("log", 1);
            float[] floats = {1.5f, -2.5f};
            MemorySegment nativeBytes = Arena.ofAuto().allocate(300_001);
            nativeBytes.fill((byte) 7);
            writer.append(List.of(MemorySegment.ofArray(floats), nativeBytes, segment("end")));
            try (Wal.Reader reader = wal.read("log", Position.START)) {
                MemorySegment payload = reader.next().orElseThrow().payload();
                assertThat(payload.byteSize()).isEqualTo(8 + 300_001 + 3);
                assertThat(payload.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4)).isEqualTo(-2.5f);
                assertThat(payload.get(ValueLayout.JAVA_BYTE, 8 + 300_000)).isEqualTo((byte) 7);
                assertThat(reader.next()).isEmpty();
            }
        });
    }

    @Test
    void largeRecordsOneAfterAnotherComeBackUnchanged() {
        // Goal: what is kept for putting large records together never shows in another one.
        // Method: records around every size at which they are written in another way, larger and smaller in turn.
        within((runtime, wal) -> {
            Wal.Writer writer = wal.openWriter("log", 1);
            int[] sizes = {20_000, 10, 300_000, 16_000, 16_367, 2_000_000, 40_000, 7};
            for (int i = 0; i < sizes.length; i++) {
                float[] floats = new float[sizes[i]];
                Arrays.fill(floats, i + 1);
                writer.append(List.of(segment("odd"), MemorySegment.ofArray(floats)));
            }
            try (Wal.Reader reader = wal.read("log", Position.START)) {
                for (int i = 0; i < sizes.length; i++) {
                    MemorySegment payload = reader.next().orElseThrow().payload();
                    float[] floats = payload.asSlice(3).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
                    assertThat(floats).hasSize(sizes[i]).containsOnly(i + 1);
                }
                assertThat(reader.next()).isEmpty();
            }
        });
    }

    @Test
    void openReaderSeesWhatIsAppendedLater() {
        within((runtime, wal) -> {
            Wal.Writer writer = wal.openWriter("log", 1);
            try (Wal.Reader reader = wal.read("log", Position.START)) {
                assertThat(reader.next()).isEmpty();
                writer.append(List.of(segment("late")));
                assertThat(reader.next()).isPresent();
                assertThat(reader.next()).isEmpty();
            }
        });
    }

    @Test
    void concurrentLogsKeepEachTheirOwnOrder() {
        within((runtime, wal) -> {
            try (TaskScope scope = runtime.scope("logs", Duration.ofSeconds(60))) {
                for (int l = 0; l < 8; l++) {
                    String log = "log" + l;
                    scope.fork(log, () -> appendNumbers(wal, log));
                }
                scope.join();
            }
            for (int l = 0; l < 8; l++) {
                List<String> texts = readAll(wal, "log" + l, Position.START);
                assertThat(texts).hasSize(100);
                for (int i = 0; i < 100; i++) {
                    assertThat(texts.get(i)).isEqualTo("log" + l + ":" + i);
                }
            }
            assertThat(wal.logs()).containsExactly("log0", "log1", "log2", "log3", "log4", "log5", "log6", "log7");
        });
    }

    private static boolean appendNumbers(Wal wal, String log) {
        Wal.Writer writer = wal.openWriter(log, 1);
        List<Promise<Position>> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            outcomes.add(writer.submit(List.of(segment(log + ":" + i))));
        }
        Position last = Position.START;
        for (Promise<Position> outcome : outcomes) {
            Position position = outcome.await();
            assertThat(position).isGreaterThan(last);
            last = position;
        }
        return true;
    }

    @Test
    void laterWriterFencesTheEarlierAndASmallerEpochIsRefused() {
        within((runtime, wal) -> {
            Wal.Writer old = wal.openWriter("log", 5);
            old.append(List.of(segment("old")));
            Wal.Writer next = wal.openWriter("log", 6);
            assertThat(code(() -> old.append(List.of(segment("ghost"))))).isEqualTo(ErrorCode.NOT_OWNER);
            assertThat(code(() -> wal.openWriter("log", 5))).isEqualTo(ErrorCode.NOT_OWNER);
            next.append(List.of(segment("next")));
            Wal.Writer again = wal.openWriter("log", 6);
            assertThat(code(() -> next.append(List.of(segment("ghost"))))).isEqualTo(ErrorCode.NOT_OWNER);
            again.append(List.of(segment("again")));
            assertThat(readAll(wal, "log", Position.START)).containsExactly("old", "next", "again");
        });
    }

    @Test
    void trimmedRecordsAreGoneAndTheOthersStay() {
        within((runtime, wal) -> {
            Wal.Writer writer = wal.openWriter("log", 1);
            Position first = writer.append(List.of(segment("a")));
            Position second = writer.append(List.of(segment("b")));
            writer.append(List.of(segment("c")));
            wal.trim("log", first);
            wal.trim("log", first);
            assertThat(readAll(wal, "log", Position.START)).containsExactly("b", "c");
            wal.trim("log", second);
            assertThat(readAll(wal, "log", Position.START)).containsExactly("c");
            assertThat(writer.append(List.of(segment("d")))).isGreaterThan(second);
            wal.trim("unknown", second);
            assertThat(readAll(wal, "log", Position.START)).containsExactly("c", "d");
        });
    }

    @Test
    void trimGivesStorageBackWithoutFurtherWrites() {
        // Goal: a database at rest holds no log of what is in files. Method: 4 MB, all trimmed, nothing written after.
        within((runtime, wal) -> {
            Wal.Writer writer = wal.openWriter("log", 1);
            Position last = Position.START;
            for (int i = 0; i < 64; i++) {
                last = writer.append(List.of(MemorySegment.ofArray(new byte[64 << 10])));
            }
            wal.trim("log", last);
            assertThat(wal.storedBytes()).isLessThan(100_000);
            assertThat(writer.append(List.of(segment("next")))).isGreaterThan(last);
            assertThat(readAll(wal, "log", last)).containsExactly("next");
        });
    }

    @Test
    void trimGivesStorageBackEvenIfAQuietLogHoldsALittle() {
        within((runtime, wal) -> {
            wal.openWriter("quiet", 1).append(List.of(segment("kept")));
            Wal.Writer busy = wal.openWriter("busy", 1);
            MemorySegment large = MemorySegment.ofArray(new byte[100_000]);
            Position last = Position.START;
            for (int i = 0; i < 100; i++) {
                last = busy.append(List.of(large));
                wal.trim("busy", last);
            }
            assertThat(wal.storedBytes()).isLessThan(5_000_000);
            assertThat(readAll(wal, "quiet", Position.START)).containsExactly("kept");
        });
    }

    @Test
    void deletedLogIsGoneAndBeginsAnew() {
        within((runtime, wal) -> {
            Wal.Writer writer = wal.openWriter("log", 9);
            writer.append(List.of(segment("a")));
            wal.delete("log");
            wal.delete("log");
            assertThat(wal.logs()).isEmpty();
            assertThat(readAll(wal, "log", Position.START)).isEmpty();
            assertThat(code(() -> writer.append(List.of(segment("ghost"))))).isEqualTo(ErrorCode.NOT_OWNER);
            wal.openWriter("log", 1).append(List.of(segment("b")));
            assertThat(readAll(wal, "log", Position.START)).containsExactly("b");
        });
    }

    @Test
    void closedWriterAppendsNothing() {
        within((runtime, wal) -> {
            Wal.Writer writer = wal.openWriter("log", 1);
            writer.close();
            assertThatThrownBy(() -> writer.append(List.of(segment("a")))).isInstanceOf(DatabaseException.class);
            assertThat(readAll(wal, "log", Position.START)).isEmpty();
        });
    }
}
