package io.windhover.runtime.simulated;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Promise;
import io.windhover.runtime.port.Network;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A network between simulated processes. Requests run on fibers of the process that serves them; messages are late,
 * lost, doubled, or cut off between two processes in one direction. Each process has its own view of it.
 */
public final class SimulatedNetwork {
    private final Simulation simulation;
    private final Map<String, Service> services = new HashMap<>();
    private final Set<String> cuts = new HashSet<>();
    private NetworkFaults faults = NetworkFaults.NONE;
    private Predicate<Object> mayArriveTwice = _ -> true;

    private record Service(SimulatedProcess process, Network.Endpoint endpoint) {}

    /** Creates a network without services. */
    public SimulatedNetwork(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Sets what goes wrong from now on. */
    public void faults(NetworkFaults newFaults) {
        faults = newFaults;
    }

    /** Sets which requests may be doubled; at first all. A carrier that delivers once is one that doubles none. */
    public void doubles(Predicate<Object> requests) {
        mayArriveTwice = requests;
    }

    /** Loses every message from one process (by name) to another until {@link #healAll}. */
    public void cut(String fromProcess, String toProcess) {
        cuts.add(fromProcess + ">" + toProcess);
    }

    /** Lets messages from one process to another pass again. */
    public void heal(String fromProcess, String toProcess) {
        cuts.remove(fromProcess + ">" + toProcess);
    }

    /** Lets all messages pass again. */
    public void healAll() {
        cuts.clear();
    }

    /** Returns the network as {@code process} sees it. */
    public Network of(SimulatedProcess process) {
        return new View(process);
    }

    private boolean passes(SimulatedProcess from, SimulatedProcess to) {
        return !cuts.contains(from.name() + ">" + to.name()) && !simulation.happens(faults.lostOnceIn());
    }

    private final class View implements Network {
        private final SimulatedProcess caller;

        View(SimulatedProcess caller) {
            this.caller = caller;
        }

        @Override
        public AutoCloseable serve(String address, Endpoint endpoint) {
            Service old = services.get(address);
            if (old != null && old.process().isAlive()) {
                throw DatabaseException.invalid("address \"%s\" is served already", address);
            }
            Service service = new Service(caller, endpoint);
            services.put(address, service);
            return () -> services.remove(address, service);
        }

        @Override
        public Object call(String address, Object request, Duration timeout, Doubt doubt) {
            Service service = services.get(address);
            if (service == null || !service.process().isAlive()) {
                simulation.delayRegardless(faults.delayNsMax());
                throw new DatabaseException(ErrorCode.NODE_OFFLINE, "nobody serves address \"" + address + "\"");
            }
            Promise<Optional<Object>> answer = caller.runtime().promise();
            int copies = simulation.happens(faults.doubledOnceIn()) && mayArriveTwice.test(request) ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                if (passes(caller, service.process())) {
                    service.process().start("answer " + address, () -> answer(service, request, answer));
                }
            }
            Optional<Optional<Object>> got = doubt.await(answer, timeout);
            return got.orElseThrow(() -> new DatabaseException(
                            ErrorCode.DEADLINE_EXCEEDED, "no answer from \"" + address + "\" in " + timeout))
                    .orElse(null);
        }

        private void answer(Service service, Object request, Promise<Optional<Object>> answer) {
            simulation.delayRegardless(faults.delayNsMax());
            Object result = null;
            DatabaseException failure = null;
            try {
                result = service.endpoint().answer(request);
            } catch (DatabaseException cause) {
                failure = cause;
            }
            simulation.delayRegardless(faults.delayNsMax());
            if (!passes(service.process(), caller)) {
                return;
            }
            if (failure != null) {
                answer.fail(failure);
            } else {
                answer.complete(Optional.ofNullable(result));
            }
        }

        @Override
        public void close() {
            services.values().removeIf(service -> service.process() == caller);
        }
    }
}
