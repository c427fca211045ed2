package io.windhover.runtime.simulated;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.Promise;
import io.windhover.runtime.port.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A network between simulated processes. Requests run on fibers of the process that serves them, which are cancelled when
 * the caller's time is up, when it gave up or was killed, and when what serves them has closed for {@link #CLOSE_GRACE};
 * messages are late, lost, doubled, or cut off between two processes in one direction. Each process has its own view of
 * it.
 */
public final class SimulatedNetwork {
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Simulation simulation;
    private final Map<String, Service> services = new HashMap<>();
    private final Set<String> cuts = new HashSet<>();
    private NetworkFaults faults = NetworkFaults.NONE;
    private Predicate<Object> mayArriveTwice = _ -> true;

    private record Service(SimulatedProcess process, Network.Endpoint endpoint, Set<SimulatedFiber> answering) {
        Service(SimulatedProcess process, Network.Endpoint endpoint) {
            this(process, endpoint, new LinkedHashSet<>());
        }
    }

    private record Sent(String address, Object request, Duration timeout, Promise<Optional<Object>> answer) {}

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
            return () -> stop(address, service);
        }

        private void stop(String address, Service service) {
            if (services.remove(address, service)) {
                long untilNs = simulation.nsAfter(CLOSE_GRACE);
                while (!service.answering().isEmpty() && simulation.nowNs() < untilNs) {
                    caller.runtime().sleep(LOOK);
                }
                List.copyOf(service.answering()).forEach(SimulatedFiber::cancel);
            }
        }

        @Override
        public Object call(String address, Object request, Duration timeout, Doubt doubt) {
            Service service = services.get(address);
            if (service == null || !service.process().isAlive()) {
                simulation.delayRegardless(faults.delayNsMax());
                throw new DatabaseException(ErrorCode.NODE_OFFLINE, "nobody serves address \"" + address + "\"");
            }
            Promise<Optional<Object>> answer = caller.runtime().promise();
            List<SimulatedFiber> copies = send(service, new Sent(address, request, timeout, answer));
            try {
                return doubt.await(answer, timeout)
                        .orElseThrow(() -> new DatabaseException(
                                ErrorCode.DEADLINE_EXCEEDED, "no answer from \"" + address + "\" in " + timeout))
                        .orElse(null);
            } finally {
                if (!answer.isDone()) {
                    giveUp(service, address, copies);
                }
            }
        }

        private List<SimulatedFiber> send(Service service, Sent sent) {
            List<SimulatedFiber> arriving = new ArrayList<>();
            int copies = simulation.happens(faults.doubledOnceIn()) && mayArriveTwice.test(sent.request()) ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                if (passes(caller, service.process())) {
                    SimulatedFiber fiber =
                            service.process().start("answer " + sent.address(), () -> answer(service, sent));
                    fiber.endsAfter(sent.timeout());
                    service.answering().add(fiber);
                    arriving.add(fiber);
                }
            }
            return arriving;
        }

        /** Says to the callee, or lets the end of the connection say, that nobody waits. */
        private void giveUp(Service service, String address, List<SimulatedFiber> copies) {
            if (!copies.isEmpty() && service.process().isAlive() && passes(caller, service.process())) {
                service.process().start("give up " + address, () -> {
                    simulation.delayRegardless(faults.delayNsMax());
                    copies.forEach(SimulatedFiber::cancel);
                });
            }
        }

        private void answer(Service service, Sent sent) {
            try {
                answerTo(service, sent);
            } finally {
                service.answering().remove(simulation.currentFiber());
            }
        }

        private void answerTo(Service service, Sent sent) {
            simulation.delayRegardless(faults.delayNsMax());
            Object result = null;
            DatabaseException failure = null;
            try {
                result = service.endpoint().answer(sent.request());
            } catch (DatabaseException cause) {
                failure = cause;
            } catch (CancelledException closed) {
                failure = new DatabaseException(
                        ErrorCode.DEADLINE_EXCEEDED, "\"" + sent.address() + "\" ended the call", closed);
            }
            simulation.delayRegardless(faults.delayNsMax());
            if (!passes(service.process(), caller)) {
                return;
            }
            if (failure != null) {
                sent.answer().fail(failure);
            } else {
                sent.answer().complete(Optional.ofNullable(result));
            }
        }

        @Override
        public void close() {
            List.copyOf(services.entrySet()).stream()
                    .filter(entry -> entry.getValue().process() == caller)
                    .forEach(entry -> stop(entry.getKey(), entry.getValue()));
        }
    }
}
