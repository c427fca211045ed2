package io.windhover.runtime.local;

import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.MetaStore.Watcher;
import java.util.List;

/** One watch: a fiber of its own, so that a slow watcher delays nobody else. */
final class MetaWatch implements AutoCloseable {
    private final MetaHistory history;
    private final String prefix;
    private final Watcher watcher;
    private final Mailbox<Boolean> wakeUp;
    private final Fiber fiber;
    private long delivered;

    MetaWatch(Runtime runtime, MetaHistory history, String prefix, long afterVersion, Watcher watcher) {
        this.history = history;
        this.prefix = prefix;
        this.watcher = watcher;
        this.delivered = afterVersion;
        this.wakeUp = runtime.mailbox("watch " + prefix, 1);
        history.register(this, afterVersion);
        this.wakeUp.offer(Boolean.TRUE);
        this.fiber = runtime.fork("watch " + prefix, this::run);
    }

    /** Tells the fiber that there is news; one token stands for any amount of it. */
    void wake() {
        wakeUp.offer(Boolean.TRUE);
    }

    private void run() {
        while (wakeUp.take()) {
            if (!history.reachesBackTo(delivered)) {
                history.remove(this);
                watcher.interrupted(delivered);
                return;
            }
            for (MetaHistory.Step step : history.after(delivered)) {
                deliver(step);
            }
        }
    }

    private void deliver(MetaHistory.Step step) {
        List<Event> events = step.events().stream()
                .filter(event -> event.key().startsWith(prefix))
                .toList();
        if (!events.isEmpty()) {
            watcher.changed(step.version(), events);
        }
        delivered = step.version();
    }

    @Override
    public void close() {
        history.remove(this);
        fiber.cancel();
    }
}
