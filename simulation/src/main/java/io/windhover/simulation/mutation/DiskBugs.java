package io.windhover.simulation.mutation;

import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.Disk.DiskFile;
import io.windhover.simulation.network.Between;

/** Bugs of code that uses the disk. */
final class DiskBugs {
    private DiskBugs() {}

    /** Forces neither files below a folder nor their folders. */
    static Disk unforced(Disk disk, String folder) {
        return Between.put(Disk.class, disk, (method, arguments, next) -> {
            boolean meant = arguments.length > 0 && arguments[0].toString().startsWith(folder);
            if (meant && method.equals("forceFolder")) {
                return null;
            }
            Object answer = next.with(arguments);
            return meant && method.equals("open") ? unforced((DiskFile) answer) : answer;
        });
    }

    private static DiskFile unforced(DiskFile file) {
        return Between.put(
                DiskFile.class,
                file,
                (method, arguments, next) -> method.equals("force") ? null : next.with(arguments));
    }
}
