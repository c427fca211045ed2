package io.windhover.cluster.route;

import io.windhover.cluster.call.Answer;
import io.windhover.cluster.call.QueryCall;
import io.windhover.model.DatabaseException;
import io.windhover.model.MemberId;
import io.windhover.model.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * In which order the readers of a shard are tried: those that are known to serve it first, in turn, then the others. A
 * reader that takes over from another one is named while it still loads; it is asked in the background whether it is
 * ready, so that no read waits for it as long as another one serves.
 */
final class ReaderTurns {
    private static final int KNOWN_MAX = 65_536;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
    private static final long PROBE_PAUSE_NS = Duration.ofMillis(200).toNanos();

    private record Reader(MemberId member, ShardId shard) {}

    private final Route route;
    private final AtomicInteger turn = new AtomicInteger();

    /** For a reader that serves {@link Long#MAX_VALUE}, else when it may be asked again, in monotonic nanoseconds. */
    private final ConcurrentMap<Reader, Long> known = new ConcurrentHashMap<>();

    ReaderTurns(Route route) {
        this.route = route;
    }

    /** Returns the readers in the order in which one read shall try them. */
    List<MemberId> order(ShardId shard, List<MemberId> readers) {
        if (readers.size() < 2) {
            return readers;
        }
        int first = Math.floorMod(turn.getAndIncrement(), readers.size());
        List<MemberId> serving = new ArrayList<>();
        List<MemberId> others = new ArrayList<>();
        for (int i = 0; i < readers.size(); i++) {
            MemberId member = readers.get((first + i) % readers.size());
            (serves(new Reader(member, shard)) ? serving : others).add(member);
        }
        if (serving.isEmpty()) {
            // Nobody is known yet: the one that is named first has been there longest.
            return readers;
        }
        others.forEach(member -> probe(new Reader(member, shard)));
        serving.addAll(others);
        return serving;
    }

    private boolean serves(Reader reader) {
        return known.getOrDefault(reader, 0L) == Long.MAX_VALUE;
    }

    /** Takes note that a reader has answered. */
    void served(MemberId member, ShardId shard) {
        Reader reader = new Reader(member, shard);
        if (!serves(reader)) {
            if (known.size() >= KNOWN_MAX) {
                known.clear();
            }
            known.put(reader, Long.MAX_VALUE);
        }
    }

    /** Takes note that a reader could not answer. */
    void failed(MemberId member, ShardId shard) {
        known.remove(new Reader(member, shard));
    }

    private void probe(Reader reader) {
        long now = route.runtime().monotonicNs();
        Long before = known.get(reader);
        boolean isDue = before == null || before <= now;
        if (isDue && replace(reader, before, now + PROBE_PAUSE_NS)) {
            route.runtime().fork("is reader ready", () -> ask(reader));
        }
    }

    private boolean replace(Reader reader, Long before, long after) {
        return before == null ? known.putIfAbsent(reader, after) == null : known.replace(reader, before, after);
    }

    private void ask(Reader reader) {
        try {
            QueryCall.Ready call = new QueryCall.Ready(List.of(reader.shard()));
            if (route.ask(reader.member(), call, Answer.Shards.class, PROBE_TIMEOUT)
                    .shards()
                    .contains(reader.shard())) {
                known.put(reader, Long.MAX_VALUE);
            }
        } catch (DatabaseException notReachable) {
            failed(reader.member(), reader.shard());
        }
    }
}
