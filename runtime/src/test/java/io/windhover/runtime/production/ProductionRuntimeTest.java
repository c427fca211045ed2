package io.windhover.runtime.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Promise;
import io.windhover.runtime.TaskScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Goal: fibers, scopes and waits end as the interface says. Method: real threads, each state forced by a promise. */
@Timeout(60)
class ProductionRuntimeTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final ProductionRuntime runtime = ProductionRuntime.start(2, (fiber, cause) -> failures.add(fiber + cause));

    @AfterEach
    void closeLeavesNoFiber() {
        runtime.close();
        assertThat(runtime.fiberCount()).isZero();
    }

    @Test
    void mailboxDeliversEveryMessageInOrderAndRefusesBeyondItsCapacity() {
        Mailbox<Integer> mailbox = runtime.mailbox("m", 3);
        assertThat(mailbox.offer(1) && mailbox.offer(2) && mailbox.offer(3)).isTrue();
        assertThat(mailbox.offer(4)).isFalse();
        assertThat(mailbox.takeAll(2)).containsExactly(1, 2);
        assertThat(mailbox.take()).isEqualTo(3);
        assertThat(mailbox.poll(Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void manyFibersPassMessagesWithoutLosingOne() {
        Mailbox<Integer> mailbox = runtime.mailbox("m", 1_000_000);
        for (int f = 0; f < 50; f++) {
            runtime.fork("put" + f, () -> {
                for (int i = 0; i < 1000; i++) {
                    mailbox.offer(1);
                }
            });
        }
        int sum = 0;
        while (sum < 50_000) {
            sum += mailbox.takeAll(100).size();
        }
        assertThat(mailbox.size()).isZero();
    }

    @Test
    void cancelledFiberEndsItsWaitAndIsNoFailure() {
        Promise<String> never = runtime.promise();
        Fiber fiber = runtime.fork("waiter", never::await);
        fiber.cancel();
        fiber.join();
        assertThat(failures).isEmpty();
    }

    @Test
    void failureOfAFiberReachesTheListener() {
        runtime.fork("bad", () -> {
                    throw new IllegalStateException("broken");
                })
                .join();
        assertThat(failures).singleElement().asString().contains("bad", "broken");
    }

    @Test
    void scopeRethrowsFirstFailureAndCancelsTheOthers() {
        Promise<String> never = runtime.promise();
        try (TaskScope scope = runtime.scope("s", LONG)) {
            Promise<String> other = scope.fork("other", never::await);
            scope.fork("bad", () -> {
                throw DatabaseException.invalid("no");
            });
            assertThatThrownBy(scope::join).isInstanceOf(DatabaseException.class);
            assertThatThrownBy(other::await).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void deadlineEndsEveryWaitOfTheScopeAndOnlyThose() {
        Promise<String> never = runtime.promise();
        try (TaskScope scope = runtime.scope("s", Duration.ofMillis(20))) {
            Promise<String> child = scope.fork("child", never::await);
            assertThatThrownBy(child::await).hasMessageContaining("deadline");
            assertThatThrownBy(never::await).hasMessageContaining("deadline");
        }
        assertThat(never.await(Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void closingAScopeWaitsForItsChildren() {
        AtomicInteger ended = new AtomicInteger();
        try (TaskScope scope = runtime.scope("s", LONG)) {
            for (int i = 0; i < 20; i++) {
                scope.fork("c" + i, () -> {
                    try {
                        runtime.sleep(LONG);
                        return 1;
                    } finally {
                        ended.incrementAndGet();
                    }
                });
            }
        }
        // A child that was cancelled before its first line never enters its body, so at most all have counted.
        assertThat(runtime.fiberCount()).isZero();
        assertThat(ended.get()).isLessThanOrEqualTo(20);
    }

    @Test
    void computeRunsAllPiecesOnPoolThreadsAndRethrowsTheFirstFailure() {
        ConcurrentLinkedQueue<String> threads = new ConcurrentLinkedQueue<>();
        List<Runnable> pieces = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            pieces.add(() -> threads.add(Thread.currentThread().getName()));
        }
        pieces.add(() -> runtime.compute(
                List.of(() -> threads.add("nested in " + Thread.currentThread().getName()))));
        runtime.compute(pieces);
        assertThat(threads).hasSize(101).allMatch(name -> name.contains("compute-"));
        List<Runnable> failing = List.of(() -> {
            throw DatabaseException.invalid("piece");
        });
        assertThatThrownBy(() -> runtime.compute(failing)).hasMessageContaining("piece");
    }

    @Test
    void closeCancelsFibersAndThreadsThatWait() {
        ProductionRuntime other = ProductionRuntime.start(1, (fiber, cause) -> failures.add("" + cause));
        Promise<String> never = other.promise();
        Promise<String> outcome = runtime.promise();
        runtime.fork("visitor", () -> {
            try {
                never.await();
            } catch (CancelledException cause) {
                outcome.complete("cancelled");
            }
        });
        other.fork("waiter", never::await);
        other.close();
        assertThat(outcome.await(LONG)).contains("cancelled");
        assertThatThrownBy(() -> other.fork("late", () -> {})).isInstanceOf(CancelledException.class);
        assertThat(failures).isEmpty();
    }

    /** Goal: requests go on beside background work. Method: more of it than cores, each busy until a fiber has run. */
    @Test
    void fibersRunWhileManyInTheBackgroundCompute() {
        Promise<Boolean> ran = runtime.promise();
        List<Fiber> busy = new ArrayList<>();
        for (int i = 0; i < 2 * java.lang.Runtime.getRuntime().availableProcessors(); i++) {
            busy.add(runtime.forkInBackground("busy", () -> {
                while (!ran.isDone()) {
                    Thread.onSpinWait();
                }
            }));
        }
        runtime.fork("request", () -> ran.complete(true));
        busy.forEach(Fiber::join);
        assertThat(failures).isEmpty();
    }

    @Test
    void piecesOfTheBackgroundLeaveThePoolToOthers() {
        Promise<Boolean> ran = runtime.promise();
        Runnable busy = () -> {
            while (!ran.isDone()) {
                Thread.onSpinWait();
            }
        };
        Fiber background = runtime.forkInBackground("build", () -> {
            try (TaskScope scope = runtime.scope("builds", LONG)) {
                for (int i = 0; i < 4; i++) {
                    scope.fork("build", () -> {
                        runtime.compute(List.of(busy, busy, busy));
                        return true;
                    });
                }
                scope.join();
            }
        });
        runtime.compute(List.of(() -> ran.complete(true)));
        background.join();
        assertThat(failures).isEmpty();
    }

    @Test
    void backgroundFibersWaitEndAndFailLikeOthers() {
        Promise<String> never = runtime.promise();
        Fiber waiter = runtime.forkInBackground("waiter", never::await);
        waiter.cancel();
        waiter.join();
        assertThat(failures).isEmpty();
        runtime.forkInBackground("bad", () -> {
                    throw new IllegalStateException("broken");
                })
                .join();
        assertThat(failures).singleElement().asString().contains("bad", "broken");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void backgroundThreadsHaveALowerPriority() {
        ConcurrentLinkedQueue<Integer> niceness = new ConcurrentLinkedQueue<>();
        runtime.compute(List.of(() -> niceness.add(niceness())));
        runtime.forkInBackground("build", () -> {
                    niceness.add(niceness());
                    runtime.compute(List.of(() -> niceness.add(niceness())));
                })
                .join();
        int usual = niceness.remove();
        int lower = Math.min(19, usual + 5);
        assertThat(niceness).containsExactly(usual, lower);
    }

    private static int niceness() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
