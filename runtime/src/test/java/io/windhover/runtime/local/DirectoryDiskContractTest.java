package io.windhover.runtime.local;

import io.windhover.runtime.contract.DiskContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a real directory keeps the contract of a disk. Method: a temporary one. */
class DirectoryDiskContractTest extends DiskContract {
    @TempDir
    Path directory;

    @Override
    protected void within(Body body) {
        RealGround.run(directory, (runtime, disk) -> body.run(disk));
    }
}
