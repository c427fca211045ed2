package io.windhover.runtime.local;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.port.Network;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls within one process: the caller's fiber runs the callee; the timeout ends whatever it waits for. There is nobody
 * who could be gone, so nobody's doubt is asked for.
 */
public final class DirectNetwork implements Network {
    private final Runtime runtime;
    private final ConcurrentHashMap<String, Endpoint> endpoints = new ConcurrentHashMap<>();

    /** Creates a network without endpoints. */
    public DirectNetwork(Runtime runtime) {
        this.runtime = runtime;
    }

    @Override
    public AutoCloseable serve(String address, Endpoint endpoint) {
        if (endpoints.putIfAbsent(address, endpoint) != null) {
            throw DatabaseException.invalid("address \"%s\" is served already", address);
        }
        return () -> endpoints.remove(address, endpoint);
    }

    @Override
    public Object call(String address, Object request, Duration timeout, Doubt doubt) {
        Endpoint endpoint = endpoints.get(address);
        if (endpoint == null) {
            throw new DatabaseException(ErrorCode.NODE_OFFLINE, "nobody serves address \"" + address + "\"");
        }
        try (TaskScope scope = runtime.scope("call " + address, timeout)) {
            Object answer = endpoint.answer(request);
            scope.join();
            return answer;
        }
    }

    @Override
    public void close() {
        endpoints.clear();
    }
}
