package io.windhover.runtime.local;

import io.windhover.runtime.contract.WalContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the local implementation keeps the contract of its port. Method: on a real directory and real threads. */
class LocalWalContractTest extends WalContract {
    @TempDir
    Path directory;

    @Override
    protected void within(Body body) {
        RealGround.run(directory, (runtime, disk) -> {
            try (LocalWal port = LocalWal.open(runtime, disk, "wal", new LogOptions(1 << 20, 1 << 16))) {
                body.run(runtime, port);
            }
        });
    }
}
