package io.windhover.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.runtime.port.Disk;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: every disk means the same while nothing fails. Method: the same small stories on each. */
@Timeout(120)
public abstract class DiskContract {
    /** A story told to one empty disk. */
    protected interface Body {
        /** Runs on a fiber, or on a thread that may wait like one. */
        void run(Disk disk) throws Exception;
    }

    /** Runs {@code body} with an empty disk and closes it. */
    protected abstract void within(Body body);

    private static MemorySegment segment(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Disk disk, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return new String(disk.map(name, arena).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    @Test
    void bytesAreReadWhereTheyWereWritten() {
        within(disk -> {
            try (Disk.DiskFile file = disk.open("f/g")) {
                file.write(2, List.of(segment("ab"), segment(""), segment("cd")));
                file.write(3, segment("X"));
                assertThat(file.size()).isEqualTo(6);
                MemorySegment target = MemorySegment.ofArray(new byte[10]);
                assertThat(file.read(1, target)).isEqualTo(5);
                assertThat(target.asSlice(0, 5).toArray(ValueLayout.JAVA_BYTE))
                        .isEqualTo("\0aXcd".getBytes(StandardCharsets.UTF_8));
                assertThat(file.read(6, target)).isZero();
                file.force();
            }
            assertThat(text(disk, "f/g")).isEqualTo("\0\0aXcd");
        });
    }

    @Test
    void truncateCutsAndExtendsWithZeros() {
        within(disk -> {
            try (Disk.DiskFile file = disk.open("f")) {
                file.write(0, segment("abcdef"));
                file.truncate(2);
                file.truncate(4);
                assertThat(file.size()).isEqualTo(4);
            }
            assertThat(text(disk, "f")).isEqualTo("ab\0\0");
        });
    }

    @Test
    void filesAreRenamedListedAndDeleted() {
        within(disk -> {
            for (String name : List.of("a/1", "a/b/2", "c")) {
                try (Disk.DiskFile file = disk.open(name)) {
                    file.write(0, segment(name));
                }
            }
            disk.rename("a/1", "d/e");
            disk.rename("c", "a/b/2");
            disk.forceFolder("d");
            disk.forceFolder("");
            assertThat(disk.exists("a/1")).isFalse();
            assertThat(text(disk, "d/e")).isEqualTo("a/1");
            assertThat(text(disk, "a/b/2")).isEqualTo("c");
            assertThat(disk.list("").stream().map(Disk.FileMeta::name)).containsExactly("a/b/2", "d/e");
            assertThat(disk.list("a").stream().map(Disk.FileMeta::bytes)).containsExactly(1L);
            assertThat(disk.list("none")).isEmpty();
            disk.delete("d/e");
            disk.delete("d/e");
            assertThat(disk.exists("d/e")).isFalse();
            assertThat(disk.freeBytes()).isPositive();
        });
    }

    @Test
    void absentFileCanNotBeMapped() {
        within(disk -> {
            try (Arena arena = Arena.ofConfined()) {
                assertThatThrownBy(() -> disk.map("none", arena)).isInstanceOf(DatabaseException.class);
            }
        });
    }

    @Test
    void largeWritesFromEveryKindOfMemoryArriveWhole() {
        within(disk -> {
            try (Disk.DiskFile file = disk.open("f");
                    Arena arena = Arena.ofShared()) {
                MemorySegment outside = arena.allocate(1_000_003).fill((byte) 5);
                file.write(0, List.of(segment("x"), outside, MemorySegment.ofArray(new byte[600_000])));
                MemorySegment target = arena.allocate(1_600_004);
                assertThat(file.read(0, target)).isEqualTo(1_600_004);
                assertThat(target.get(ValueLayout.JAVA_BYTE, 1_000_003)).isEqualTo((byte) 5);
                assertThat(target.get(ValueLayout.JAVA_BYTE, 1_000_004)).isEqualTo((byte) 0);
            }
        });
    }

    @Test
    void namesThatLeadOutOfTheFolderAreRefused() {
        within(disk -> {
            for (String name : List.of("../x", "/x", "a/../../x", "", "a//b")) {
                assertThatThrownBy(() -> disk.open(name)).isInstanceOf(DatabaseException.class);
            }
        });
    }
}
