package io.windhover.stores.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.runtime.port.Disk;
import io.windhover.runtime.production.DirectoryDisk;
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
}
