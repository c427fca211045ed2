package io.windhover.coordinator.witness;

import io.windhover.coordinator.membership.MemberKeys;
import io.windhover.model.DatabaseException;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Reads from the metadata store who is there: when it is asked to, and again and again while somebody waits. */
final class RollCall {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Runtime runtime;
    private final MetaStore meta;
    private final LongSupplier newest;
    private final Mailbox<Boolean> wakeUp;
    private final Fiber fiber;

    RollCall(
            Runtime runtime, MetaStore meta, LongSupplier newest, BooleanSupplier anybodyWaits, Consumer<Roll> called) {
        this.runtime = runtime;
        this.meta = meta;
        this.newest = newest;
        this.wakeUp = runtime.mailbox("roll call", 1);
        this.fiber = runtime.fork("roll call", () -> run(anybodyWaits, called));
    }

    /** Has the roll called once more; one token stands for any number of those who ask. */
    void wake() {
        wakeUp.offer(Boolean.TRUE);
    }

    private void run(BooleanSupplier anybodyWaits, Consumer<Roll> called) {
        while (true) {
            if (wakeUp.poll(PAUSE).isEmpty() && !anybodyWaits.getAsBoolean()) {
                continue;
            }
            try {
                called.accept(call());
            } catch (DatabaseException unreachable) {
                // Nobody can tell who is there: called again.
                runtime.sleep(PAUSE);
            }
        }
    }

    /** The version first, then who is there: so the roll is of a moment at which that version was durable. */
    private Roll call() {
        long version = newest.getAsLong();
        Map<Roll.Key, Member> present = new TreeMap<>();
        for (Member member :
                MemberKeys.decode(meta.readPrefix(MemberKeys.PREFIX)).all()) {
            if (member.is(ClusterRole.PROXY) || member.is(ClusterRole.DATA) || member.is(ClusterRole.QUERY)) {
                present.put(Roll.Key.of(member), member);
            }
        }
        return new Roll(version, present);
    }

    void end() {
        fiber.cancel();
        fiber.join();
    }
}
