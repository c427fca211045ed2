package io.windhover.runtime.local;

import io.windhover.runtime.TaskScope;
import io.windhover.runtime.port.MetaStore.Change.Put;
import io.windhover.runtime.port.Wal;
import io.windhover.runtime.production.DirectoryDisk;
import io.windhover.runtime.production.ProductionRuntime;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that writes until it is killed and tells, line by line, what was acknowledged. */
public final class KillVictim {
    static final int WRITERS = 4;

    private KillVictim() {}

    /** Arguments: directory, first number to write, epoch. */
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[1]);
        long epoch = Long.parseLong(arguments[2]);
        try (ProductionRuntime runtime = ProductionRuntime.start((fiber, cause) -> cause.printStackTrace());
                DirectoryDisk disk = DirectoryDisk.open(Path.of(arguments[0]));
                LocalWal wal = LocalWal.open(runtime, disk, "wal", new LogOptions(256 << 10, 64 << 10));
                LocalMetaStore meta = LocalMetaStore.open(runtime, disk, "meta");
                TaskScope scope = runtime.scope("writers", Duration.ofDays(1))) {
            for (int i = 0; i < WRITERS; i++) {
                int number = i;
                scope.fork("writer" + i, () -> write(wal, meta, number, first, epoch));
            }
            scope.join();
        }
    }

    private static boolean write(LocalWal wal, LocalMetaStore meta, int writerNumber, long first, long epoch) {
        PrintStream out = System.out;
        String log = "log" + writerNumber;
        Wal.Writer writer = wal.openWriter(log, epoch);
        for (long number = first; ; number++) {
            MemorySegment head = MemorySegment.ofArray(new byte[8]);
            head.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, number);
            long position = writer.append(List.of(head, MemorySegment.ofArray(new byte[(int) (number % 700)])))
                    .value();
            out.println("wal " + log + " " + number + " " + position);
            meta.transact(
                    List.of(), List.of(new Put("k/" + log, Long.toString(number).getBytes())));
            out.println("meta " + log + " " + number + " 0");
        }
    }
}
