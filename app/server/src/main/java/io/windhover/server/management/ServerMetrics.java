package io.windhover.server.management;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.metrics.Counter;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics;
import io.windhover.server.milvus.CallObserver;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** What the server counts and measures, for Prometheus. */
public final class ServerMetrics implements CallObserver, AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final ConcurrentHashMap<Outcome, Timer> calls = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<Integer, Counter> refusals = new ConcurrentHashMap<>();
    private final Metrics counted;
    private Optional<Metrics.Registration> inFlight = Optional.empty();

    private record Outcome(String method, int code) {}

    /**
     * Starts to measure the process.
     *
     * @param counted what the database counts; told along with the rest
     */
    public ServerMetrics(Metrics counted) {
        this.counted = counted;
        garbageCollection.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    @Override
    public void ended(String method, int code, long durationNs) {
        calls.computeIfAbsent(new Outcome(method, code), this::timer).record(durationNs, TimeUnit.NANOSECONDS);
        if (code != 0) {
            refusals.computeIfAbsent(code, this::refusals).increment();
        }
    }

    private Counter refusals(int code) {
        String name = ErrorCode.ofWire(code).map(Enum::name).orElse("");
        return counted.counter(
                "windhover_refusals_total",
                "Requests refused, by wire code and its name",
                Labels.of("code", Integer.toString(code), "error", name));
    }

    /** Adds how many calls are answered on a port at a moment. */
    public void measureInFlight(int port, IntSupplier calls) {
        inFlight = Optional.of(counted.gauge(
                "windhover_requests_in_flight",
                "Milvus requests being answered",
                Labels.of("port", Integer.toString(port)),
                calls::getAsInt));
    }

    private Timer timer(Outcome outcome) {
        return Timer.builder("windhover.requests")
                .description("Milvus requests answered, by method and code (0 = success)")
                .tag("method", outcome.method())
                .tag("code", Integer.toString(outcome.code()))
                .register(registry);
    }

    /** Returns everything in Prometheus's text format. */
    public String scrape() {
        return registry.scrape() + PrometheusText.of(counted.families());
    }

    @Override
    public void close() {
        inFlight.ifPresent(Metrics.Registration::close);
        garbageCollection.close();
        registry.close();
    }
}
