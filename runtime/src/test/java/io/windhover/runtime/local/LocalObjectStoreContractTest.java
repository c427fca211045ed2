package io.windhover.runtime.local;

import io.windhover.runtime.contract.ObjectStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the local implementation keeps the contract of its port. Method: on a real directory and real threads. */
class LocalObjectStoreContractTest extends ObjectStoreContract {
    @TempDir
    Path directory;

    @Override
    protected void within(Body body) {
        RealGround.run(directory, (runtime, disk) -> {
            try (LocalObjectStore port = LocalObjectStore.open(disk, "data")) {
                body.run(runtime, port);
            }
        });
    }
}
