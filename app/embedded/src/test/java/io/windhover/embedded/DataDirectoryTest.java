package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.windhover.coordinator.garbage.Inventory.Item;
import io.windhover.coordinator.garbage.Inventory.Standing;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.proxy.request.CollectionRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: an operator sees what a directory holds and what is garbage. Method: write, drop, litter, look. */
class DataDirectoryTest {
    @TempDir
    Path directory;

    private static void fill(Windhover db, String name) {
        db.createCollection(CollectionSpec.named(name).longKey("id").vector("v", 2));
        CollectionHandle collection = db.collection(name);
        collection.insert(
                List.of(Map.of("id", 1L, "v", new float[] {1, 2}), Map.of("id", 2L, "v", new float[] {3, 4})));
        collection.flush();
    }

    @Test
    void whatIsLiveDroppedAndGarbageIsToldApart() throws IOException {
        // Goal: each thing has the right standing. Method: one collection lives, one is dropped just before the close,
        // and a file is put there by hand.
        try (Windhover db = Windhover.open(directory)) {
            fill(db, "kept");
            fill(db, "dropped");
            db.requests().createPartition(new CollectionRef("", "kept"), "empty");
            db.dropCollection("dropped");
        }
        Path litter = directory.resolve("objects/objects/segments/999999/1/1.col");
        Files.createDirectories(litter.getParent());
        Files.write(litter, new byte[1234]);

        DirectoryReport report = DataDirectory.inspect(directory);

        assertThat(report.inventory().items("object", Standing.LIVE)).hasSize(1);
        assertThat(report.inventory().items("object", Standing.DROPPING)).hasSize(1);
        List<Item> garbage = report.inventory().items("object", Standing.GARBAGE);
        assertThat(garbage).singleElement().satisfies(item -> {
            assertThat(item.name()).isEqualTo("segments/999999/1/1.col");
            assertThat(item.bytes()).isEqualTo(1234);
            assertThat(item.owner().orElseThrow().value()).isEqualTo(999_999);
        });
        assertThat(report.inventory().items("log", Standing.LIVE)).hasSize(1);
        assertThat(report.catalog()
                        .requireCollection("", "kept")
                        .partitionNames()
                        .size())
                .isEqualTo(2);
        assertThat(report.metadataKeys()).containsKeys("catalog/collection", "catalog/partition");
        assertThat(report.folderBytes()).containsKeys("meta", "objects", "wal");
    }

    @Test
    void lookingChangesNothingAndTheNextStartGivesGarbageBack() throws IOException {
        // Goal: a look is harmless. Method: look twice, open, look again: rows are there, what was dropped is not.
        try (Windhover db = Windhover.open(directory)) {
            fill(db, "kept");
            fill(db, "dropped");
            db.dropCollection("dropped");
        }
        assertThat(DataDirectory.inspect(directory).inventory())
                .isEqualTo(DataDirectory.inspect(directory).inventory());
        try (Windhover db = Windhover.open(directory)) {
            CollectionHandle kept = db.collection("kept");
            kept.createIndex("v", "FLAT", Map.of("metric_type", "L2"));
            kept.load();
            assertThat(kept.count("")).isEqualTo(2);
        }
        DirectoryReport after = DataDirectory.inspect(directory);
        assertThat(after.inventory().items()).allMatch(item -> item.standing() == Standing.LIVE);
        assertThat(after.catalog().collections().size()).isEqualTo(1);
    }

    @Test
    void aDirectoryInUseAndOneWithoutADatabaseAreRefused() {
        // Goal: clear refusals, nothing created. Method: look at an open one, and at an empty one.
        try (Windhover db = Windhover.open(directory.resolve("open"))) {
            assertThat(db.hasCollection("docs")).isFalse();
            DatabaseException inUse = catchThrowableOfType(
                    DatabaseException.class, () -> DataDirectory.inspect(directory.resolve("open")));
            assertThat(inUse.code()).isEqualTo(ErrorCode.DIRECTORY_IN_USE);
        }
        Path absent = directory.resolve("absent");
        DatabaseException none = catchThrowableOfType(DatabaseException.class, () -> DataDirectory.inspect(absent));
        assertThat(none).hasMessageContaining("there is no database in " + absent);
        assertThat(absent).doesNotExist();
    }
}
