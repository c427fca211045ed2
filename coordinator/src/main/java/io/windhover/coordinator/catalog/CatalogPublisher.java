package io.windhover.coordinator.catalog;

import io.windhover.model.catalog.Catalog;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Shows the newest catalog to everyone: by reading, waiting for a version, or listening. Published and waited for by one
 * fiber, read by all.
 */
final class CatalogPublisher {
    private final Runtime runtime;
    private final TreeMap<Long, List<Promise<Catalog>>> waiters = new TreeMap<>();
    private final AtomicReference<List<Mailbox<Long>>> bells = new AtomicReference<>(List.of());
    private volatile Catalog catalog;

    CatalogPublisher(Runtime runtime, Catalog catalog) {
        this.runtime = runtime;
        this.catalog = catalog;
    }

    Catalog catalog() {
        return catalog;
    }

    void publish(Catalog next) {
        if (next.version() == catalog.version()) {
            return;
        }
        catalog = next;
        for (Iterator<Map.Entry<Long, List<Promise<Catalog>>>> it =
                        waiters.headMap(next.version(), true).entrySet().iterator();
                it.hasNext(); ) {
            it.next().getValue().forEach(promise -> promise.complete(next));
            it.remove();
        }
        for (Mailbox<Long> bell : bells.get()) {
            // A full bell has rung already: its listener will read what is newest then.
            bell.offer(next.version());
        }
    }

    /** Completes {@code promise} once {@code version} is there. Waiters that gave up are forgotten on the way. */
    void await(long version, Promise<Catalog> promise) {
        if (catalog.version() >= version) {
            promise.complete(catalog);
            return;
        }
        List<Promise<Catalog>> same = waiters.computeIfAbsent(version, _ -> new ArrayList<>());
        same.removeIf(Promise::isDone);
        same.add(promise);
    }

    AutoCloseable listen(CatalogListener listener) {
        Mailbox<Long> bell = runtime.mailbox("catalog listener", 1);
        bells.updateAndGet(list -> plus(list, bell));
        bell.offer(catalog.version());
        runtime.fork("catalog listener", () -> follow(bell, listener));
        return () -> {
            bells.updateAndGet(list -> list.stream().filter(b -> b != bell).toList());
            bell.close();
        };
    }

    private void follow(Mailbox<Long> bell, CatalogListener listener) {
        long seen = -1;
        while (true) {
            bell.take();
            Catalog newest = catalog;
            if (newest.version() > seen) {
                seen = newest.version();
                listener.published(newest);
            }
        }
    }

    /** Ends all listeners and all waiting, on the fiber that publishes. */
    void close(RuntimeException reason) {
        waiters.values().forEach(same -> same.forEach(promise -> promise.fail(reason)));
        waiters.clear();
        bells.getAndSet(List.of()).forEach(Mailbox::close);
    }

    private static List<Mailbox<Long>> plus(List<Mailbox<Long>> list, Mailbox<Long> bell) {
        List<Mailbox<Long>> longer = new ArrayList<>(list);
        longer.add(bell);
        return List.copyOf(longer);
    }
}
