package io.windhover.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.ObjectStore;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: every object store means the same. Method: the same small stories on each, through the port only. */
@Timeout(120)
public abstract class ObjectStoreContract {
    /** A story told to one empty store. */
    protected interface Body {
        /** Runs on a fiber, or on a thread that may wait like one. */
        void run(Runtime runtime, ObjectStore store) throws Exception;
    }

    /** Runs {@code body} with an empty store and closes it. */
    protected abstract void within(Body body);

    static void put(ObjectStore store, String name, String text) {
        try (ObjectStore.ObjectWriter writer = store.create(name)) {
            writer.write(MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)));
            writer.commit();
        }
    }

    static String text(ObjectStore store, String name) {
        try (ObjectStore.MappedObject object = store.map(name)) {
            return new String(object.bytes().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    private static List<String> names(ObjectStore store, String prefix) {
        return store.list(prefix).stream().map(ObjectStore.ObjectMeta::name).toList();
    }

    @Test
    void objectIsThereWholeOnceItIsCommittedAndNotBefore() {
        within((runtime, store) -> {
            ObjectStore.ObjectWriter writer = store.create("a/b/c");
            writer.write(MemorySegment.ofArray("12".getBytes(StandardCharsets.UTF_8)));
            assertThat(writer.position()).isEqualTo(2);
            assertThat(store.list("")).isEmpty();
            writer.write(MemorySegment.ofArray("345".getBytes(StandardCharsets.UTF_8)));
            writer.commit();
            writer.close();
            assertThat(text(store, "a/b/c")).isEqualTo("12345");
            assertThat(store.list("").getFirst().bytes()).isEqualTo(5);
            assertThat(store.read("a/b/c", 1, 3)).isEqualTo("234".getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void uncommittedObjectLeavesNothing() {
        within((runtime, store) -> {
            try (ObjectStore.ObjectWriter writer = store.create("a")) {
                writer.write(MemorySegment.ofArray(new byte[100]));
            }
            assertThat(store.list("")).isEmpty();
            assertThatThrownBy(() -> store.map("a"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("a")
                    .extracting(failure -> ((DatabaseException) failure).code())
                    .isEqualTo(ErrorCode.IO_KEY_NOT_FOUND);
            assertThatThrownBy(() -> store.read("a", 0, 1)).isInstanceOf(DatabaseException.class);
        });
    }

    @Test
    void createReplacesAndCreateNewDoesNot() {
        within((runtime, store) -> {
            put(store, "a", "old");
            put(store, "a", "new");
            assertThat(text(store, "a")).isEqualTo("new");
            try (ObjectStore.ObjectWriter writer = store.createNew("a")) {
                writer.write(MemorySegment.ofArray(new byte[1]));
                assertThatThrownBy(writer::commit).isInstanceOf(DatabaseException.class);
            }
            assertThat(text(store, "a")).isEqualTo("new");
            try (ObjectStore.ObjectWriter writer = store.createNew("b")) {
                writer.commit();
            }
            assertThat(text(store, "b")).isEmpty();
            assertThat(names(store, "")).containsExactly("a", "b");
        });
    }

    @Test
    void piecesOfEverySizeComeBackUnchanged() {
        within((runtime, store) -> {
            byte[] expected = new byte[700_000];
            new Random(1).nextBytes(expected);
            try (ObjectStore.ObjectWriter writer = store.create("large")) {
                int at = 0;
                for (int size = 1; at < expected.length; size = size * 3 + 1) {
                    int count = Math.min(size, expected.length - at);
                    writer.write(MemorySegment.ofArray(expected).asSlice(at, count));
                    at += count;
                }
                writer.commit();
            }
            try (ObjectStore.MappedObject object = store.map("large")) {
                assertThat(object.bytes().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(expected);
            }
        });
    }

    @Test
    void listFindsPrefixesInNameOrder() {
        within((runtime, store) -> {
            for (String name : List.of("s/2/x", "s/1/y", "s/10/a", "t", "s1")) {
                put(store, name, name);
            }
            assertThat(names(store, "s/")).containsExactly("s/1/y", "s/10/a", "s/2/x");
            assertThat(names(store, "s/1")).containsExactly("s/1/y", "s/10/a");
            assertThat(names(store, "")).containsExactly("s/1/y", "s/10/a", "s/2/x", "s1", "t");
            assertThat(names(store, "none/")).isEmpty();
        });
    }

    @Test
    void deletedObjectIsGoneButStaysReadableWhereItIsMapped() {
        within((runtime, store) -> {
            put(store, "a", "text");
            ObjectStore.MappedObject object = store.map("a");
            store.delete("a");
            store.delete("a");
            assertThat(store.list("")).isEmpty();
            assertThat(object.bytes().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 't');
            object.close();
            assertThatThrownBy(() -> object.bytes().get(ValueLayout.JAVA_BYTE, 0))
                    .isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void namesThatLeadOutOfTheStoreAreRefused() {
        within((runtime, store) -> {
            for (String name : List.of("../x", "/x", "a/../../x", "", "a//b", "a/", ".")) {
                assertThatThrownBy(() -> store.create(name)).isInstanceOf(DatabaseException.class);
                assertThatThrownBy(() -> store.map(name)).isInstanceOf(DatabaseException.class);
                assertThatThrownBy(() -> store.delete(name)).isInstanceOf(DatabaseException.class);
            }
        });
    }
}
