package io.windhover.runtime.production;

import io.windhover.runtime.Fiber;

/** A fiber on a thread of its own: a virtual one, or in the background one of the system. */
final class ThreadFiber implements Fiber {
    private final ProductionRuntime runtime;
    private final Strand strand;
    private final ParkedPromise<Boolean> end;

    ThreadFiber(ProductionRuntime runtime, Strand strand) {
        this.runtime = runtime;
        this.strand = strand;
        this.end = new ParkedPromise<>(runtime);
    }

    @Override
    public String name() {
        return strand.name();
    }

    @Override
    public void cancel() {
        strand.cancel();
    }

    @Override
    public void join() {
        end.await();
    }

    Strand strand() {
        return strand;
    }

    void ended() {
        end.complete(Boolean.TRUE);
    }

    boolean hasEnded() {
        return end.isDone();
    }

    void joinRegardless() {
        runtime.waitingRegardless(end::awaitRegardless);
    }
}
