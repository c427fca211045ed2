package io.windhover.coordinator.witness;

import io.windhover.model.DatabaseException;
import io.windhover.model.cluster.Member;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Runtime;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Asks one member for the newest version that is wanted, again and again until it has it or is known to be gone. */
final class Witness {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Runtime runtime;
    private final MemberCalls calls;
    private final Member member;
    private final LongConsumer confirmed;
    private final Mailbox<Boolean> wakeUp;
    private final Fiber fiber;
    /** The newest version that somebody waits for. */
    private volatile long wanted;

    Witness(Runtime runtime, MemberCalls calls, Member member, LongConsumer confirmed) {
        this.runtime = runtime;
        this.calls = calls;
        this.member = member;
        this.confirmed = confirmed;
        this.wakeUp = runtime.mailbox("witness " + member.id(), 1);
        this.fiber = runtime.fork("witness " + member.id(), this::run);
    }

    /** Asks for a version; on the fiber of those who wait. One token stands for any number of versions. */
    void want(long version) {
        if (version > wanted) {
            wanted = version;
            wakeUp.offer(Boolean.TRUE);
        }
    }

    private void run() {
        long known = 0;
        while (wakeUp.take()) {
            while (known < wanted) {
                long version = wanted;
                try {
                    calls.awaitVersion(member, version, PATIENCE);
                    known = version;
                    confirmed.accept(version);
                } catch (DatabaseException silent) {
                    // It may be slow, or dead with a lease that still runs: the roll will tell.
                    runtime.sleep(PAUSE);
                }
            }
        }
    }

    void end() {
        fiber.cancel();
    }
}
