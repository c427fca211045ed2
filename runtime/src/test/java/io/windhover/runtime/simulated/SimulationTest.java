package io.windhover.runtime.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: a run depends on its seed alone, and the runtime means what the production one means. Method: small worlds. */
@Timeout(120)
class SimulationTest {
    private static final Duration LONG = Duration.ofHours(1);

    /** Three fibers race for a mailbox; the order of arrival is returned as text. */
    private static long race(long seed, List<Integer> arrivals) {
        return Simulation.run(seed, LONG, simulation -> {
            Runtime runtime = simulation.world().runtime();
            Mailbox<Integer> mailbox = runtime.mailbox("m", 100);
            for (int f = 0; f < 3; f++) {
                int number = f;
                runtime.fork("f" + f, () -> {
                    for (int i = 0; i < 5; i++) {
                        runtime.sleep(Duration.ofNanos(runtime.random(1_000_000)));
                        mailbox.offer(number);
                    }
                });
            }
            for (int i = 0; i < 15; i++) {
                arrivals.add(mailbox.take());
            }
        });
    }

    @Test
    void sameSeedGivesTheSameRunAndOtherSeedsGiveOthers() {
        Set<List<Integer>> runs = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            List<Integer> first = new ArrayList<>();
            List<Integer> second = new ArrayList<>();
            assertThat(race(seed, first)).isEqualTo(race(seed, second));
            assertThat(first).isEqualTo(second);
            runs.add(first);
        }
        assertThat(runs).hasSizeGreaterThan(40);
    }

    @Test
    void failureNamesItsSeedAndFiber() {
        assertThatThrownBy(() -> Simulation.run(77, LONG, simulation -> {
                    Runtime runtime = simulation.world().runtime();
                    runtime.fork("bad", () -> {
                        throw new IllegalStateException("broken");
                    });
                    runtime.sleep(Duration.ofSeconds(1));
                }))
                .isInstanceOf(SimulationFailedException.class)
                .hasMessageContaining("seed 77")
                .hasMessageContaining("world/bad")
                .hasMessageContaining("broken");
    }

    @Test
    void runWithoutProgressFailsInsteadOfHanging() {
        assertThatThrownBy(() -> Simulation.run(
                        1,
                        LONG,
                        simulation -> simulation.world().runtime().promise().await()))
                .hasMessageContaining("nothing will ever happen");
        assertThatThrownBy(() -> Simulation.run(1, Duration.ofSeconds(1), simulation -> {
                    while (true) {
                        simulation.world().runtime().sleep(Duration.ofMillis(10));
                    }
                }))
                .hasMessageContaining("not done after 1000 ms");
    }

    @Test
    void waitOutsideTheRuntimeIsFound() {
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> Simulation.run(1, LONG, simulation -> never.await()))
                .hasMessageContaining("waits outside the runtime")
                .hasMessageContaining("main");
        never.countDown();
    }

    @Test
    void waitWithAMonitorHeldIsFound() {
        Object monitor = new Object();
        assertThatThrownBy(() -> Simulation.run(1, LONG, simulation -> {
                    Runtime runtime = simulation.world().runtime();
                    for (int f = 0; f < 2; f++) {
                        runtime.fork("f" + f, () -> {
                            synchronized (monitor) {
                                runtime.sleep(Duration.ofSeconds(1));
                            }
                        });
                    }
                    runtime.sleep(Duration.ofSeconds(10));
                }))
                .hasMessageContaining("monitor");
    }

    @Test
    void killedProcessNeverActsAgain() {
        for (long seed = 0; seed < 100; seed++) {
            Simulation.run(seed, LONG, simulation -> {
                SimulatedProcess process = simulation.process("victim");
                Runtime inside = process.runtime();
                List<Integer> acts = new ArrayList<>();
                Mailbox<Integer> mailbox = simulation.world().runtime().mailbox("m", 1000);
                for (int f = 0; f < 5; f++) {
                    inside.fork("f" + f, () -> {
                        try {
                            while (true) {
                                inside.sleep(Duration.ofMillis(1));
                                acts.add(1);
                            }
                        } finally {
                            mailbox.offer(1);
                        }
                    });
                }
                simulation.world().runtime().sleep(Duration.ofMillis(20));
                process.kill();
                int before = acts.size();
                simulation.world().runtime().sleep(Duration.ofSeconds(1));
                assertThat(acts).hasSize(before);
                assertThat(mailbox.size()).isZero();
                assertThat(process.fiberCount()).isZero();
            });
        }
    }

    @Test
    void scopesDeadlinesAndCancellationsBehaveAsInProduction() {
        for (long seed = 0; seed < 100; seed++) {
            Simulation.run(seed, LONG, simulation -> {
                Runtime runtime = simulation.world().runtime();
                Promise<String> never = runtime.promise();
                try (TaskScope scope = runtime.scope("s", Duration.ofMillis(20))) {
                    Promise<String> child = scope.fork("child", never::await);
                    assertThatThrownBy(child::await).hasMessageContaining("deadline");
                    assertThatThrownBy(never::await).hasMessageContaining("deadline");
                }
                assertThat(never.await(Duration.ofMillis(1))).isEmpty();
                try (TaskScope scope = runtime.scope("s", LONG)) {
                    Promise<String> other = scope.fork("other", never::await);
                    scope.fork("bad", () -> {
                        throw DatabaseException.invalid("no");
                    });
                    assertThatThrownBy(scope::join).isInstanceOf(DatabaseException.class);
                    assertThatThrownBy(other::await).isInstanceOf(CancelledException.class);
                }
                Fiber fiber = runtime.fork("waiter", never::await);
                fiber.cancel();
                fiber.join();
                assertThat(simulation.world().fiberCount()).isEqualTo(1);
            });
        }
    }

    @Test
    void computeRunsEveryPieceInAnOrderOfTheSeed() {
        Set<List<Integer>> orders = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            Simulation.run(seed, LONG, simulation -> {
                List<Integer> order = new ArrayList<>();
                List<Runnable> pieces = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    int number = i;
                    pieces.add(() -> order.add(number));
                }
                simulation.world().runtime().compute(pieces);
                assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
                orders.add(order);
            });
        }
        assertThat(orders).hasSizeGreaterThan(20);
    }
}
