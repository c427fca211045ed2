package io.windhover.runtime.production;

import io.windhover.model.Invariant;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.Promise;
import io.windhover.runtime.TaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A scope of fibers, which are of the background if its opener is. The thread that opened it also closes it; forks may come from its children too. */
final class ThreadTaskScope implements TaskScope {
    private final ProductionRuntime runtime;
    private final String name;
    private final long deadlineNs;
    private final boolean background;
    private final Runnable restoreOpener;
    private final Object lock = new Object();
    private final List<ThreadFiber> running = new ArrayList<>();
    private ParkedPromise<Boolean> idle;
    private RuntimeException failure;
    private boolean closed;

    ThreadTaskScope(
            ProductionRuntime runtime, String name, long deadlineNs, boolean background, Runnable restoreOpener) {
        this.runtime = runtime;
        this.name = name;
        this.deadlineNs = deadlineNs;
        this.background = background;
        this.restoreOpener = restoreOpener;
    }

    @Override
    public <T> Promise<T> fork(String childName, Supplier<T> body) {
        ParkedPromise<T> result = new ParkedPromise<>(runtime);
        synchronized (lock) {
            if (closed || failure != null) {
                result.fail(new CancelledException(childName));
                return result;
            }
            running.add(
                    runtime.start(childName, deadlineNs, background, () -> run(childName, body, result), this::leave));
        }
        return result;
    }

    private <T> void run(String childName, Supplier<T> body, ParkedPromise<T> result) {
        try {
            result.complete(body.get());
        } catch (RuntimeException cause) {
            failed(cause);
            result.fail(cause);
        } catch (Error cause) {
            IllegalStateException wrapped = new IllegalStateException(childName + " failed: " + cause, cause);
            failed(wrapped);
            result.fail(wrapped);
        }
    }

    private void failed(RuntimeException cause) {
        List<ThreadFiber> others;
        synchronized (lock) {
            if (failure != null || closed) {
                return;
            }
            failure = cause;
            others = List.copyOf(running);
        }
        others.forEach(ThreadFiber::cancel);
    }

    private void leave(ThreadFiber fiber) {
        ParkedPromise<Boolean> waiting;
        synchronized (lock) {
            // The fork holds the lock until it has added the fiber, so it is there.
            Invariant.check(running.remove(fiber), "{} is not a child of {}", fiber.name(), name);
            waiting = running.isEmpty() ? idle : null;
        }
        if (waiting != null) {
            waiting.complete(Boolean.TRUE);
        }
    }

    @Override
    public void join() {
        ParkedPromise<Boolean> end = whenIdle();
        end.await();
        synchronized (lock) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    private ParkedPromise<Boolean> whenIdle() {
        synchronized (lock) {
            idle = new ParkedPromise<>(runtime);
            if (running.isEmpty()) {
                idle.complete(Boolean.TRUE);
            }
            return idle;
        }
    }

    @Override
    public void close() {
        List<ThreadFiber> left;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            left = List.copyOf(running);
        }
        left.forEach(ThreadFiber::cancel);
        runtime.waitingRegardless(whenIdle()::awaitRegardless);
        restoreOpener.run();
    }
}
