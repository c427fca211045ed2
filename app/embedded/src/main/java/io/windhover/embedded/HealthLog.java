package io.windhover.embedded;

import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.Runtime;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Says in the log what goes wrong and when it is over, each thing once. Its fiber looks every few seconds. */
final class HealthLog {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Runtime runtime;
    private final Supplier<List<RoleHealth>> health;
    private final BiConsumer<Level, String> log;
    private Set<String> known = Set.of();

    HealthLog(Runtime runtime, Supplier<List<RoleHealth>> health, BiConsumer<Level, String> log) {
        this.runtime = runtime;
        this.health = health;
        this.log = log;
    }

    /** Looks again and again until the fiber is cancelled. */
    void run() {
        while (true) {
            look();
            runtime.sleep(PAUSE);
        }
    }

    /** Looks once. */
    void look() {
        Set<String> now = new LinkedHashSet<>();
        for (RoleHealth role : health.get()) {
            role.reasons().forEach(reason -> now.add(role.role() + ": " + reason));
        }
        now.stream().filter(line -> !known.contains(line)).forEach(line -> log.accept(Level.WARNING, line));
        known.stream().filter(line -> !now.contains(line)).forEach(line -> log.accept(Level.INFO, "over: " + line));
        known = now;
    }
}
