package io.windhover.cluster.route;

import io.windhover.model.DatabaseException;
import io.windhover.model.role.IdWindow;
import io.windhover.runtime.Runtime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/**
 * Numbers taken ahead, so that work goes on while nobody can give any. Windows are taken by a fiber of its own as soon as
 * less than half a window is left; what a process has taken and not used when it ends is lost.
 */
final class IdWindows {
    private static final int WINDOWS_MAX = 4;

    private final Runtime runtime;
    private final int size;
    private final IntFunction<IdWindow> source;
    private final AtomicReference<List<IdWindow>> held = new AtomicReference<>(List.of());
    private final AtomicBoolean refilling = new AtomicBoolean();

    /**
     * Creates an empty stock.
     *
     * @param size   numbers of a window
     * @param source gives a window of so many numbers; may wait
     */
    IdWindows(Runtime runtime, int size, IntFunction<IdWindow> source) {
        this.runtime = runtime;
        this.size = size;
        this.source = source;
    }

    /** Returns numbers that follow each other; waits for the source only if too few are held. */
    IdWindow take(int count) {
        Optional<IdWindow> ready = takeHeld(count);
        if (ready.isPresent()) {
            refillIfLow();
            return ready.get();
        }
        if (count > size) {
            return source.apply(count);
        }
        IdWindow fresh = source.apply(size);
        put(new IdWindow(fresh.first() + count, fresh.count() - count));
        return new IdWindow(fresh.first(), count);
    }

    private Optional<IdWindow> takeHeld(int count) {
        while (true) {
            List<IdWindow> before = held.get();
            Optional<IdWindow> from =
                    before.stream().filter(window -> window.count() >= count).findFirst();
            if (from.isEmpty()) {
                return Optional.empty();
            }
            IdWindow window = from.get();
            List<IdWindow> after = new ArrayList<>(before);
            after.remove(window);
            if (window.count() > count) {
                after.addFirst(new IdWindow(window.first() + count, window.count() - count));
            }
            if (held.compareAndSet(before, List.copyOf(after))) {
                return Optional.of(new IdWindow(window.first(), count));
            }
        }
    }

    private void put(IdWindow window) {
        held.updateAndGet(before -> {
            List<IdWindow> after = new ArrayList<>(before);
            if (window.count() > 0) {
                after.add(window);
            }
            // What is given up is never given again.
            return List.copyOf(after.subList(Math.max(0, after.size() - WINDOWS_MAX), after.size()));
        });
    }

    private void refillIfLow() {
        long left = held.get().stream().mapToLong(IdWindow::count).sum();
        if (left < (size + 1) / 2 && refilling.compareAndSet(false, true)) {
            runtime.fork("take ids ahead", this::refill);
        }
    }

    private void refill() {
        try {
            put(source.apply(size));
        } catch (DatabaseException nobodyGivesAny) {
            // The next one who takes a number starts this again.
        } finally {
            refilling.set(false);
        }
    }
}
