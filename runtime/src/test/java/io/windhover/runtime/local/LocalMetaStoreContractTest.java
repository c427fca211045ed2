package io.windhover.runtime.local;

import io.windhover.runtime.contract.MetaStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the local implementation keeps the contract of its port. Method: on a real directory and real threads. */
class LocalMetaStoreContractTest extends MetaStoreContract {
    @TempDir
    Path directory;

    @Override
    protected void within(Body body) {
        RealGround.run(directory, (runtime, disk) -> {
            try (LocalMetaStore port = LocalMetaStore.open(runtime, disk, "meta")) {
                body.run(runtime, port);
            }
        });
    }
}
