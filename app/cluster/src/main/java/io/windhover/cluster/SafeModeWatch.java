package io.windhover.cluster;

import io.windhover.model.role.Lack;
import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics.Registration;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Says in log and metrics which roles of a process are in safe mode, and for want of what. */
final class SafeModeWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Runtime runtime;
    private final Supplier<List<RoleHealth>> health;
    private final BiConsumer<Level, String> log;
    private final Map<String, SafeMode> modes = new ConcurrentHashMap<>();
    private final List<Registration> gauges = new ArrayList<>();
    private final Fiber fiber;

    /** Starts to look at the health of {@code roles}. */
    SafeModeWatch(
            Runtime runtime, List<String> roles, Supplier<List<RoleHealth>> health, BiConsumer<Level, String> log) {
        this.runtime = runtime;
        this.health = health;
        this.log = log;
        for (String role : roles) {
            for (Lack lack : Lack.values()) {
                gauges.add(runtime.metrics()
                        .gauge(
                                "windhover_safe_mode",
                                "1 while a role of a cluster's process is in safe mode for want of something",
                                Labels.of("role", role, "lack", lack.name().toLowerCase(Locale.ROOT)),
                                () -> lacks(role, lack) ? 1 : 0));
            }
        }
        this.fiber = runtime.fork("safe mode", this::run);
    }

    private boolean lacks(String role, Lack lack) {
        return modes.get(role) instanceof SafeMode.Safe safe && safe.lacks().contains(lack);
    }

    private void run() {
        while (true) {
            health.get().forEach(this::look);
            runtime.sleep(PAUSE);
        }
    }

    private void look(RoleHealth now) {
        SafeMode before = modes.getOrDefault(now.role(), new SafeMode.Normal());
        SafeMode.Step step = SafeMode.after(before, now, runtime.monotonicNs());
        modes.put(now.role(), step.next());
        Level level = step.next() instanceof SafeMode.Normal ? Level.INFO : Level.WARNING;
        step.said().ifPresent(line -> log.accept(level, line));
    }

    @Override
    public void close() {
        fiber.cancel();
        fiber.join();
        gauges.forEach(Registration::close);
    }
}
