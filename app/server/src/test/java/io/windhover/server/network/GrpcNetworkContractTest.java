package io.windhover.server.network;

import io.windhover.cluster.message.MessageCodec;
import io.windhover.runtime.contract.RemoteNetworkContract;
import io.windhover.runtime.production.ProductionRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Goal: gRPC keeps the contract of the port. Method: on loopback and real threads. */
class GrpcNetworkContractTest extends RemoteNetworkContract {
    private final Map<String, String> addresses = new HashMap<>();

    @Override
    protected String address(String name) {
        synchronized (addresses) {
            return addresses.computeIfAbsent(name, _ -> Ports.freeAddress());
        }
    }

    @Override
    protected void within(Body body) {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        MessageCodec codec = MessageCodec.of(1 << 20, List.of(String.class));
        try (ProductionRuntime runtime = ProductionRuntime.start(2, (fiber, cause) -> failures.add(cause));
                GrpcNetwork network = new GrpcNetwork(runtime, codec, NetworkSettings.plain())) {
            body.run(runtime, network);
        } catch (RuntimeException cause) {
            throw cause;
        } catch (Exception cause) {
            throw new IllegalStateException(cause);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a fiber failed", failures.peek());
        }
    }
}
