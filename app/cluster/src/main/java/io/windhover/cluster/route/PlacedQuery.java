package io.windhover.cluster.route;

import io.windhover.cluster.call.Answer;
import io.windhover.cluster.call.Call;
import io.windhover.cluster.call.QueryCall;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.role.QueryRole;
import io.windhover.model.role.RoleHealth;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The readers of all shards as one. A read goes to one of the readers that the catalog names, in turn, and after a
 * failure that another one may not have to the next, until the deadline.
 */
public final class PlacedQuery implements QueryRole {
    private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(2);

    /** What the first reader of several may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** After these another reader, or the same one later, may answer. */
    private static final Set<ErrorCode> CURABLE = curable();

    private final Route route;
    private final Duration deadline;
    private final ReaderTurns turns;

    /** Creates a way to the readers; each call ends by {@code deadline}. */
    public PlacedQuery(Route route, Duration deadline) {
        this.route = route;
        this.deadline = deadline;
        this.turns = new ReaderTurns(route);
    }

    @Override
    public ShardHits search(ShardRead read, SearchPlan plan) {
        return read(read.shard(), new QueryCall.Search(read, plan), ShardHits.class);
    }

    @Override
    public ShardRows query(ShardRead read, QueryPlan plan) {
        return read(read.shard(), new QueryCall.Query(read, plan), ShardRows.class);
    }

    private static Set<ErrorCode> curable() {
        Set<ErrorCode> codes = EnumSet.copyOf(Attempts.NO_ANSWER);
        codes.add(ErrorCode.COLLECTION_NOT_FULLY_LOADED);
        codes.add(ErrorCode.CHANNEL_NOT_FOUND);
        return Collections.unmodifiableSet(codes);
    }

    private <A> A read(ShardId shard, Call call, Class<A> answer) {
        Attempts attempts = new Attempts(route.runtime(), deadline, CURABLE);
        Patience patience = new Patience();
        return attempts.until("reading shard " + shard, _ -> onePass(attempts, patience.grown(), shard, call, answer));
    }

    /** Grows from pass to pass, so that a read that takes long is done in the end. Owned by the fiber of the read. */
    private static final class Patience {
        private Duration next = PATIENCE;

        Duration grown() {
            Duration now = next;
            next = next.multipliedBy(2);
            return now;
        }
    }

    /** Tries each reader once; throws the last one's failure. Where there are several, none is waited for long. */
    private <A> A onePass(Attempts attempts, Duration patience, ShardId shard, Call call, Class<A> answer) {
        DatabaseException last = null;
        List<MemberId> order = turns.order(shard, readers(shard));
        for (MemberId reader : order) {
            Duration share = attempts.share();
            boolean isCut = order.size() > 1 && patience.compareTo(share) < 0;
            try {
                A result = route.ask(reader, call, answer, isCut ? patience : share);
                turns.served(reader, shard);
                return result;
            } catch (DatabaseException failure) {
                if (!CURABLE.contains(failure.code())) {
                    throw failure;
                }
                turns.failed(reader, shard);
                last = failure;
            }
        }
        throw last;
    }

    /** Returns the readers of a shard, at least one. */
    private List<MemberId> readers(ShardId shard) {
        Collection collection = route.collection(shard.collection());
        if (!collection.load().isLoaded()) {
            throw DatabaseException.of(ErrorCode.COLLECTION_NOT_LOADED, "collection", collection.name());
        }
        List<MemberId> readers = collection.placement(shard.number()).readers();
        if (readers.isEmpty()) {
            throw DatabaseException.of(
                    ErrorCode.COLLECTION_NOT_FULLY_LOADED, "collection", collection.name(), "shard", shard.number());
        }
        return readers;
    }

    /**
     * Tells how much can be searched: of each shard what its best reader has. Complete once every shard has a reader that
     * serves it.
     *
     * @throws DatabaseException why a shard cannot be loaded, if one of its readers knows
     */
    @Override
    public LoadProgress loadProgress(CollectionId id) {
        Collection collection = route.catalog().catalog().collections().find(id).orElse(null);
        if (collection == null || !collection.load().isLoaded()) {
            return new LoadProgress(0, 0, false);
        }
        Map<MemberId, Set<ShardId>> ready = readyShards(collection);
        Map<MemberId, LoadProgress> parts = new LinkedHashMap<>();
        int wanted = 0;
        int loaded = 0;
        boolean caughtUp = true;
        for (ShardId shard : Route.shards(collection)) {
            int segments = wanted(collection, shard);
            boolean isReady = ready.values().stream().anyMatch(shards -> shards.contains(shard));
            caughtUp &= isReady;
            wanted += segments;
            loaded += isReady ? segments : loaded(collection, shard, segments, parts);
        }
        return new LoadProgress(caughtUp ? wanted : Math.min(loaded, Math.max(0, wanted - 1)), wanted, caughtUp);
    }

    private static int wanted(Collection collection, ShardId shard) {
        return (int) collection
                .storage()
                .segments()
                .values()
                .filter(segment ->
                        segment.shard().equals(shard) && collection.load().covers(segment.partition()))
                .count();
    }

    /** Estimates how many of a shard's segments its best reader has, by what that has of all its shards. */
    private int loaded(Collection collection, ShardId shard, int segments, Map<MemberId, LoadProgress> parts) {
        int percent = 0;
        for (MemberId reader : collection.placement(shard.number()).readers()) {
            LoadProgress part = parts.computeIfAbsent(reader, member -> progress(member, collection.id()));
            percent = Math.max(percent, part.percent());
        }
        return (int) ((long) segments * percent / 100);
    }

    private LoadProgress progress(MemberId reader, CollectionId collection) {
        try {
            return route.ask(reader, new QueryCall.Progress(collection), LoadProgress.class, QUESTION_TIMEOUT);
        } catch (DatabaseException failure) {
            if (!CURABLE.contains(failure.code())) {
                throw failure;
            }
            return new LoadProgress(0, 0, false);
        }
    }

    /** Returns which shards of a collection each of its readers serves; one that does not answer serves none. */
    private Map<MemberId, Set<ShardId>> readyShards(Collection collection) {
        Map<MemberId, List<ShardId>> asked = new LinkedHashMap<>();
        for (ShardId shard : Route.shards(collection)) {
            collection
                    .placement(shard.number())
                    .readers()
                    .forEach(reader -> asked.computeIfAbsent(reader, _ -> new ArrayList<>())
                            .add(shard));
        }
        Map<MemberId, Set<ShardId>> ready = new LinkedHashMap<>();
        asked.forEach((reader, shards) -> ready.put(reader, new LinkedHashSet<>(ready(reader, shards))));
        return ready;
    }

    private List<ShardId> ready(MemberId reader, List<ShardId> shards) {
        try {
            return route.ask(reader, new QueryCall.Ready(shards), Answer.Shards.class, QUESTION_TIMEOUT)
                    .shards();
        } catch (DatabaseException failure) {
            return List.of();
        }
    }

    /** Returns the loaded segments of a collection, each once; readers that do not answer are left out. */
    @Override
    public List<LoadedSegment> loadedSegments(CollectionId collection) {
        Collection found =
                route.catalog().catalog().collections().find(collection).orElse(null);
        if (found == null) {
            return List.of();
        }
        Set<MemberId> readers = new LinkedHashSet<>();
        Route.shards(found)
                .forEach(shard -> readers.addAll(found.placement(shard.number()).readers()));
        Map<SegmentId, LoadedSegment> all = new LinkedHashMap<>();
        for (MemberId reader : readers) {
            loadedSegments(reader, collection).forEach(segment -> all.putIfAbsent(segment.id(), segment));
        }
        return List.copyOf(all.values());
    }

    private List<LoadedSegment> loadedSegments(MemberId reader, CollectionId collection) {
        try {
            return route.ask(reader, new QueryCall.LoadedSegments(collection), Answer.Loaded.class, QUESTION_TIMEOUT)
                    .segments();
        } catch (DatabaseException failure) {
            return List.of();
        }
    }

    @Override
    public List<ShardId> ready(List<ShardId> shards) {
        List<ShardId> all = new ArrayList<>();
        for (ShardId shard : shards) {
            Collection collection = route.collection(shard.collection());
            if (collection.placement(shard.number()).readers().stream()
                    .anyMatch(reader -> ready(reader, List.of(shard)).contains(shard))) {
                all.add(shard);
            }
        }
        return all;
    }

    /**
     * Tells whether any query node that is there holds a view of a collection.
     *
     * @throws DatabaseException if one could not be asked
     */
    @Override
    public boolean holds(CollectionId collection) {
        List<Member> members = route.members().get().with(ClusterRole.QUERY);
        List<Supplier<Boolean>> questions = members.stream()
                .<Supplier<Boolean>>map(member ->
                        () -> route.ask(member.id(), new QueryCall.Holds(collection), Answer.Verdict.class, deadline)
                                .isSo())
                .toList();
        return route.all("who holds", deadline, questions).stream().anyMatch(holds -> holds);
    }

    @Override
    public RoleHealth roleHealth() {
        return Healths.merged(route, ClusterRole.QUERY, "query", new QueryCall.Health());
    }
}
