package io.windhover.stores.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.runtime.port.Disk;
import io.windhover.runtime.production.DirectoryDisk;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: copies are whole whoever else fetches. Method: a real folder. */
class DiskCacheTest {
    @TempDir
    Path folder;

    @Test
    void objectsThatAreFetchedAtTheSameTimeDoNotMeetInOneFile() {
        try (DirectoryDisk directory = DirectoryDisk.open(folder)) {
            Disk disk = directory;
            DiskCache cache = DiskCache.open(disk, "cache", 1 << 30);
            List<Integer> sizes = IntStream.range(0, 2_000)
                    .parallel()
                    .mapToObj(number -> {
                        byte[] bytes = new byte[] {(byte) number, (byte) (number >> 8)};
                        return (int) cache.put("object" + number, "tag" + number, sink -> sink.write(bytes, 2))
                                .bytes()
                                .byteSize();
                    })
                    .toList();
            assertThat(sizes).hasSize(2_000).containsOnly(2);
        }
    }

    @Test
    void oneObjectThatManyFetchAtTheSameTimeIsWholeForEach() {
        try (DirectoryDisk directory = DirectoryDisk.open(folder)) {
            DiskCache cache = DiskCache.open(directory, "cache", 1 << 30);
            List<Integer> first = IntStream.range(0, 2_000)
                    .parallel()
                    .mapToObj(_ -> (int) cache.find("object", "tag")
                            .orElseGet(() -> cache.put("object", "tag", sink -> sink.write(new byte[] {7}, 1)))
                            .bytes()
                            .get(ValueLayout.JAVA_BYTE, 0))
                    .toList();
            List<Integer> again = IntStream.range(0, 2_000)
                    .parallel()
                    .mapToObj(_ -> (int) cache.put("object", "tag", sink -> sink.write(new byte[] {7}, 1))
                            .bytes()
                            .get(ValueLayout.JAVA_BYTE, 0))
                    .toList();
            assertThat(first).hasSize(2_000).containsOnly(7);
            assertThat(again).hasSize(2_000).containsOnly(7);
            assertThat(directory.list("cache")).hasSize(1);
        }
    }

    @Test
    void aCopyOfAnEarlierProcessIsReplacedByTheNextOne() {
        try (DirectoryDisk directory = DirectoryDisk.open(folder)) {
            DiskCache.open(directory, "cache", 1 << 30).put("object", "old", sink -> sink.write(new byte[] {1}, 1));
            DiskCache cache = DiskCache.open(directory, "cache", 1 << 30);
            cache.put("object", "new", sink -> sink.write(new byte[] {2}, 1));
            assertThat(cache.find("object", "new")).isPresent();
        }
    }
}
