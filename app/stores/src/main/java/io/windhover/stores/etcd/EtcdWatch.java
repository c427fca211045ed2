package io.windhover.stores.etcd;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.MetaStore.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One watch. The client's thread hands what it hears to a fiber of this watch, so that a slow watcher delays nobody else;
 * one that falls too far behind is interrupted instead of fed from ever more memory. The client reconnects by itself and
 * goes on behind the last event it heard.
 */
final class EtcdWatch implements AutoCloseable, Watch.Listener {
    private static final int WAITING_MAX = 4_096;

    private final EtcdKeys keys;
    private final Wish wish;
    private final Mailbox<Heard> heard;
    private final Fiber fiber;
    private volatile boolean late;
    private volatile Optional<Watch.Watcher> watch = Optional.empty();
    private long delivered;

    /** What is watched, from when, by whom. */
    record Wish(String prefix, long afterVersion, Watcher watcher) {}

    private sealed interface Heard {
        record Step(long version, List<Event> events) implements Heard {}

        record End() implements Heard {}
    }

    private EtcdWatch(Runtime runtime, EtcdKeys keys, Wish wish) {
        this.keys = keys;
        this.wish = wish;
        this.delivered = wish.afterVersion();
        this.heard = runtime.mailbox("watch " + wish.prefix(), WAITING_MAX);
        this.fiber = runtime.fork("watch " + wish.prefix(), this::deliver);
    }

    static EtcdWatch open(Runtime runtime, Watch watches, EtcdKeys keys, Wish wish) {
        EtcdWatch watch = new EtcdWatch(runtime, keys, wish);
        WatchOption option = WatchOption.builder()
                .withRange(keys.after(wish.prefix()))
                .withRevision(wish.afterVersion() + 1)
                .withRequireLeader(true)
                .build();
        watch.watch = Optional.of(watches.watch(keys.of(wish.prefix()), option, watch));
        return watch;
    }

    @Override
    public void onNext(WatchResponse response) {
        List<WatchEvent> all = response.getEvents();
        for (int from = 0, to; from < all.size(); from = to) {
            long version = all.get(from).getKeyValue().getModRevision();
            List<Event> events = new ArrayList<>();
            for (to = from; to < all.size() && all.get(to).getKeyValue().getModRevision() == version; to++) {
                events.add(event(all.get(to)));
            }
            if (!heard.offer(new Heard.Step(version, events))) {
                late = true;
            }
        }
    }

    private Event event(WatchEvent event) {
        Optional<byte[]> value = event.getEventType() == WatchEvent.EventType.PUT
                ? Optional.of(event.getKeyValue().getValue().getBytes())
                : Optional.empty();
        return new Event(
                keys.nameOf(event.getKeyValue().getKey()),
                value,
                event.getKeyValue().getModRevision());
    }

    @Override
    public void onError(Throwable cause) {
        end();
    }

    @Override
    public void onCompleted() {
        end();
    }

    private void end() {
        if (!heard.offer(new Heard.End())) {
            late = true;
        }
    }

    private void deliver() {
        while (true) {
            Heard next = heard.take();
            if (late || !(next instanceof Heard.Step step)) {
                watch.ifPresent(Watch.Watcher::close);
                wish.watcher().interrupted(delivered);
                return;
            }
            wish.watcher().changed(step.version(), step.events());
            delivered = step.version();
        }
    }

    @Override
    public void close() {
        watch.ifPresent(Watch.Watcher::close);
        fiber.cancel();
    }
}
