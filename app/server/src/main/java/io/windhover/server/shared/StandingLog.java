package io.windhover.server.shared;

import io.windhover.cluster.Standing;
import io.windhover.model.ShardId;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Runtime;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs what becomes of a process in its cluster, a line for each change: its name joined or lost, whether it leads, shards
 * opened and closed. It looks several times a second; what was lost and taken again between
 * two looks has another number and is logged as both.
 */
final class StandingLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("Cluster");
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Runtime runtime;
    private final Supplier<Standing> now;
    private final Fiber fiber;

    StandingLog(Runtime runtime, String member, Supplier<Standing> now) {
        this.runtime = runtime;
        this.now = now;
        this.fiber = runtime.fork("log of standing", () -> run(member));
    }

    private void run(String member) {
        Standing before = now.get();
        while (true) {
            runtime.sleep(LOOK);
            Standing after = now.get();
            changed(before, after, member);
            before = after;
        }
    }

    private static void changed(Standing before, Standing after, String member) {
        changed(before.incarnation(), after.incarnation(), "incarnation", "name lost", "name joined", member);
        changed(before.leadsSince(), after.leadsSince(), "since", "leads no more", "leads", member);
        shards(before.openShards(), after.openShards(), "shard closed", member);
        shards(after.openShards(), before.openShards(), "shard opened", member);
    }

    private static void changed(
            Optional<Long> before, Optional<Long> after, String key, String lost, String gained, String member) {
        if (!before.equals(after)) {
            before.ifPresent(number -> line(member).addKeyValue(key, number).log(lost));
            after.ifPresent(number -> line(member).addKeyValue(key, number).log(gained));
        }
    }

    /** Logs what the first has and the second has not. */
    private static void shards(
            SortedMap<ShardId, Long> those, SortedMap<ShardId, Long> others, String what, String member) {
        those.forEach((shard, tenure) -> {
            if (!tenure.equals(others.get(shard))) {
                line(member)
                        .addKeyValue("shard", shard)
                        .addKeyValue("tenure", tenure)
                        .log(what);
            }
        });
    }

    private static LoggingEventBuilder line(String member) {
        return LOG.atInfo().addKeyValue("member", member);
    }

    @Override
    public void close() {
        fiber.cancel();
        fiber.join();
    }
}
