package io.windhover.runtime.local;

import io.windhover.runtime.contract.NetworkContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the local implementation keeps the contract of its port. Method: on a real directory and real threads. */
class DirectNetworkContractTest extends NetworkContract {
    @TempDir
    Path directory;

    @Override
    protected void within(Body body) {
        RealGround.run(directory, (runtime, disk) -> {
            try (DirectNetwork port = new DirectNetwork(runtime)) {
                body.run(runtime, port);
            }
        });
    }
}
