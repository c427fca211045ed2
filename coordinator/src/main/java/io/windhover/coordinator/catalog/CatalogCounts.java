package io.windhover.coordinator.catalog;

import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.metrics.Counter;
import io.windhover.runtime.metrics.Histogram;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What is counted about the catalog: commands by kind and outcome, and the durable writes that they share. */
final class CatalogCounts {
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");
    private static final double[] BATCH_BOUNDS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

    private final Runtime runtime;
    private final ConcurrentHashMap<Class<?>, Kind> kinds = new ConcurrentHashMap<>();
    private final Histogram batches;

    /** The series of one kind of command. */
    private record Kind(
            Histogram seconds, Histogram waits, Histogram commits, Counter changed, Counter already, Counter refused) {}

    CatalogCounts(Runtime runtime) {
        this.runtime = runtime;
        this.batches = runtime.metrics()
                .histogram(
                        "windhover_catalog_batch_commands",
                        "Commands that became durable with one write of the catalog",
                        BATCH_BOUNDS,
                        Labels.NONE);
    }

    /** Returns the time at which a command begins. */
    long startNs() {
        return runtime.monotonicNs();
    }

    /** Counts a command that was answered. */
    void answered(Command command, CommandResult result, long startNs) {
        Kind kind = kind(command);
        kind.seconds.observeNs(runtime.monotonicNs() - startNs);
        (result.changed() ? kind.changed : kind.already).increment();
    }

    /** Counts a command that was refused or failed. */
    void refused(Command command) {
        kind(command).refused.increment();
    }

    /** Counts how long a command waited until the catalog's owner took it. */
    void taken(Command command, long arrivedNs) {
        kind(command).waits.observeNs(runtime.monotonicNs() - arrivedNs);
    }

    /** Counts how long it took to write a command durably, with all others of its batch. */
    void committed(Command command, long writeNs) {
        kind(command).commits.observeNs(writeNs);
    }

    /** Counts a durable write. */
    void written(int commands) {
        batches.observe(commands);
    }

    private Kind kind(Command command) {
        Kind known = kinds.get(command.getClass());
        return known != null ? known : kinds.computeIfAbsent(command.getClass(), this::created);
    }

    private Kind created(Class<?> type) {
        String name = HUMP.matcher(type.getSimpleName()).replaceAll("_").toLowerCase(Locale.ROOT);
        return new Kind(
                seconds(
                        "windhover_ddl_seconds",
                        "Time of catalog commands from their arrival until they are durable and published",
                        name),
                seconds(
                        "windhover_ddl_queue_seconds",
                        "Time that catalog commands waited until the catalog's owner took them",
                        name),
                seconds(
                        "windhover_ddl_commit_seconds",
                        "Time of the durable write of catalog commands, with all others of their batch",
                        name),
                outcome(name, "changed"),
                outcome(name, "already"),
                outcome(name, "refused"));
    }

    private Histogram seconds(String name, String help, String command) {
        return runtime.metrics().histogram(name, help, Histogram.secondsBounds(), Labels.of("command", command));
    }

    private Counter outcome(String command, String outcome) {
        Metrics metrics = runtime.metrics();
        return metrics.counter(
                "windhover_ddl_commands_total",
                "Catalog commands by kind and outcome: changed, already (was so), refused",
                Labels.of("command", command, "outcome", outcome));
    }
}
