package io.windhover.storm.play;

import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.endpoint.Endpoint;
import io.windhover.storm.tally.Failure;
import io.windhover.storm.tally.Journal;
import io.windhover.storm.tally.Kind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * One client's calls, timed and noted. A call that the server limits, or that a deliberate kill cuts off, is made again;
 * any other failure is noted as unexpected and ends what the client was doing by {@link CallFailed}.
 */
public final class Calls {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(180);
    private static final long PAUSE_NS_MAX = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_NS_MIN = TimeUnit.MILLISECONDS.toNanos(20);

    private final Endpoint endpoint;
    private final Journal journal;
    private final Weather weather;
    private final RandomGenerator random;

    /** Makes calls through a connection that nobody else uses. */
    public Calls(Endpoint endpoint, Journal journal, Weather weather, RandomGenerator random) {
        this.endpoint = endpoint;
        this.journal = journal;
        this.weather = weather;
        this.random = random;
    }

    /** What a call does; told whether an earlier try of the same call may have succeeded. */
    @FunctionalInterface
    public interface Body<T> {
        /** Makes the call. */
        T call(Endpoint endpoint, boolean isRepeated);
    }

    /** Makes a call and returns its answer. */
    public <T> T ask(String operation, Body<T> body) {
        boolean isRepeated = false;
        long firstNs = System.nanoTime();
        for (int attempt = 0; ; attempt++) {
            long startedNs = System.nanoTime();
            try {
                T answer = body.call(endpoint, isRepeated);
                journal.answered(operation, System.nanoTime() - startedNs);
                return answer;
            } catch (CallFailed failed) {
                Kind kind = kind(failed.failure(), startedNs);
                boolean isHopeless = System.nanoTime() - firstNs > PATIENCE_NS;
                if (kind == Kind.UNEXPECTED || isHopeless) {
                    journal.failed(Kind.UNEXPECTED, operation, failed.failure());
                    throw failed;
                }
                journal.failed(kind, operation, failed.failure());
                isRepeated |= kind == Kind.INTERRUPTED;
                pause(kind, attempt);
            }
        }
    }

    /** Makes a call that has no answer. */
    public void tell(String operation, Consumer<Endpoint> body) {
        ask(operation, (server, _) -> {
            body.accept(server);
            return true;
        });
    }

    /**
     * Makes a call that may fail in a way that is no fault.
     *
     * @return whether it was answered; false if it failed in that way
     */
    public boolean tellUnless(Kind kind, Predicate<Failure> excused, String operation, Consumer<Endpoint> body) {
        return ask(operation, (server, _) -> {
            try {
                body.accept(server);
                return true;
            } catch (CallFailed failed) {
                if (!excused.test(failed.failure())) {
                    throw failed;
                }
                journal.failed(kind, operation, failed.failure());
                return false;
            }
        });
    }

    /** Makes a call that must be refused because what it asks of is not there; an answer is wrong. */
    public void mustBeRefused(String operation, Function<Endpoint, ?> body) {
        Object answer = ask(operation, (server, _) -> {
            try {
                return body.apply(server);
            } catch (CallFailed failed) {
                if (failed.failure().isRateLimit() || !failed.failure().isAbsent()) {
                    throw failed;
                }
                journal.failed(Kind.REFUSED, operation, failed.failure());
                return failed;
            }
        });
        if (!(answer instanceof CallFailed)) {
            journal.wrong(operation + " was answered: " + answer);
        }
    }

    private Kind kind(Failure failure, long startedNs) {
        if (failure.isRateLimit()) {
            return Kind.LIMITED;
        }
        return failure.isOutage() && weather.wasDisturbed(startedNs) ? Kind.INTERRUPTED : Kind.UNEXPECTED;
    }

    private void pause(Kind kind, int attempt) {
        if (kind == Kind.INTERRUPTED) {
            weather.awaitServer();
        }
        long most = Math.min(PAUSE_NS_MAX, PAUSE_NS_MIN << Math.min(attempt, 10));
        LockSupport.parkNanos(most / 2 + random.nextLong(most / 2));
    }

    /** Returns where it is noted. */
    Journal journal() {
        return journal;
    }
}
