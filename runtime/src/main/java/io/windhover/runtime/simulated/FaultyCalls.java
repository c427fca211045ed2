package io.windhover.runtime.simulated;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.util.function.Function;
import java.util.function.Supplier;

/** The way to a shared store and back, as the seed has it. */
final class FaultyCalls {
    private final Simulation simulation;
    private final String store;
    private PortFaults faults = PortFaults.NONE;

    FaultyCalls(Simulation simulation, String store) {
        this.simulation = simulation;
        this.store = store;
    }

    void faults(PortFaults newFaults) {
        faults = newFaults;
    }

    /** Calls; a lost answer throws what {@code lost} makes of a sentence. */
    <T> T call(String what, Supplier<T> action, Function<String, RuntimeException> lost) {
        simulation.delayRegardless(faults.delayNsMax());
        if (simulation.happens(faults.refusedOnceIn())) {
            throw unavailable(what + " was refused");
        }
        T result = action.get();
        simulation.delayRegardless(faults.delayNsMax());
        if (simulation.happens(faults.lostOnceIn())) {
            throw lost.apply(store + ": the answer to " + what + " was lost");
        }
        return result;
    }

    /** As above for calls that can be repeated: a lost answer is only unavailability. */
    <T> T call(String what, Supplier<T> action) {
        return call(what, action, this::unavailable);
    }

    void run(String what, Runnable action) {
        call(what, () -> {
            action.run();
            return Boolean.TRUE;
        });
    }

    /** Tells whether nothing gets through at the moment. */
    boolean areAllRefused() {
        return faults.refusedOnceIn() == 1;
    }

    /** Takes the time of one way. */
    void takeTime() {
        simulation.delayRegardless(faults.delayNsMax());
    }

    DatabaseException unavailable(String text) {
        return new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, store + ": simulated fault: " + text);
    }
}
