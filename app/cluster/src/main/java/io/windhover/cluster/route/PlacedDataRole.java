package io.windhover.cluster.route;

import io.windhover.cluster.call.Answer;
import io.windhover.cluster.call.Call;
import io.windhover.cluster.call.DataCall;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.JobId;
import io.windhover.model.MemberId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.role.CompactionProgress;
import io.windhover.model.role.CompactionTicket;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.RoleHealth;
import io.windhover.model.role.ShardWrite;
import io.windhover.model.role.TailReads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The owners of all shards as one. A call goes to the owner that the catalog names, or to all owners of a collection. A
 * write is sent again only where it is certain that nothing was done; what may be done twice, after any failure that
 * another attempt can cure; both until the deadline.
 */
public final class PlacedDataRole implements DataRole {
    private static final Duration NOTICE_TIMEOUT = Duration.ofSeconds(1);

    private final Route route;
    private final Duration deadline;
    private final CompactionParts compactions = new CompactionParts();

    /** Creates a way to the owners; each call ends by {@code deadline}. */
    public PlacedDataRole(Route route, Duration deadline) {
        this.route = route;
        this.deadline = deadline;
    }

    @Override
    public Timestamp append(ShardWrite write) {
        return new Attempts(route.runtime(), deadline, Attempts.NOTHING_DONE)
                .until(
                        "writing to shard " + write.shard(),
                        timeout -> route.ask(
                                route.owner(write.shard()), new DataCall.Append(write), Timestamp.class, timeout));
    }

    @Override
    public TailReads.TailHits searchTail(TailReads.TailSearch request) {
        return read(request.view().shard(), new DataCall.SearchTail(request), TailReads.TailHits.class);
    }

    @Override
    public TailReads.TailRows queryTail(TailReads.TailQuery request) {
        return read(request.view().shard(), new DataCall.QueryTail(request), TailReads.TailRows.class);
    }

    private <A> A read(ShardId shard, Call call, Class<A> answer) {
        return new Attempts(route.runtime(), deadline, Attempts.NO_ANSWER)
                .until(
                        "reading the tail of shard " + shard,
                        timeout -> route.ask(route.owner(shard), call, answer, timeout));
    }

    /** Tells the owner if it can be reached within a second; if not, the grace of its flushed rows ends by itself. */
    @Override
    public void readersCover(ShardId shard, Timestamp upTo) {
        try {
            route.ask(route.owner(shard), new DataCall.ReadersCover(shard, upTo), Answer.Done.class, NOTICE_TIMEOUT);
        } catch (DatabaseException notReached) {
            return;
        }
    }

    @Override
    public FlushTicket flush(CollectionId collection) {
        List<SegmentId> segments = new ArrayList<>();
        Timestamp upTo = Timestamp.ZERO;
        for (FlushTicket part : ofOwners(collection, new DataCall.Flush(collection), FlushTicket.class)) {
            segments.addAll(part.segments());
            upTo = Timestamp.max(upTo, part.upTo());
        }
        return new FlushTicket(segments, upTo);
    }

    @Override
    public boolean isFlushed(CollectionId collection, Timestamp upTo) {
        return ofOwners(collection, new DataCall.IsFlushed(collection, upTo), Answer.Verdict.class).stream()
                .allMatch(Answer.Verdict::isSo);
    }

    @Override
    public List<GrowingState> growing(CollectionId collection) {
        return ofOwners(collection, new DataCall.Growing(collection), Answer.Growing.class).stream()
                .flatMap(part -> part.segments().stream())
                .toList();
    }

    @Override
    public RoleHealth roleHealth() {
        return Healths.merged(route, ClusterRole.DATA, "data", new DataCall.Health());
    }

    /** Starts a compaction at every owner; the whole has the number of the first owner's. */
    @Override
    public CompactionTicket compact(CollectionId collection) {
        List<MemberId> owners = repeatable().until("compacting", _ -> owners(collection));
        List<CompactionParts.Part> parts = new ArrayList<>();
        int plans = 0;
        for (MemberId owner : owners) {
            CompactionTicket ticket = repeatable()
                    .until(
                            "compacting",
                            timeout -> route.ask(
                                    owner, new DataCall.Compact(collection), CompactionTicket.class, timeout));
            parts.add(new CompactionParts.Part(owner, ticket.job()));
            plans += ticket.plans();
        }
        JobId whole = parts.getFirst().job();
        compactions.remember(whole, new CompactionParts.Whole(collection, parts));
        return new CompactionTicket(whole, plans);
    }

    /**
     * Returns how far all parts of a compaction are. A part whose owner is gone or has forgotten it has ended with a
     * failure. A compaction that was started elsewhere, or long ago, is known by its first owner's part only.
     */
    @Override
    public Optional<CompactionProgress> compaction(JobId job) {
        Optional<CompactionParts.Whole> whole = compactions.find(job);
        if (whole.isEmpty()) {
            return members().stream()
                    .flatMap(member -> progress(member, job).stream())
                    .findFirst();
        }
        CompactionProgress sum = CompactionProgress.started(job, whole.get().collection());
        boolean isDone = true;
        boolean isKnown = false;
        for (CompactionParts.Part part : whole.get().parts()) {
            Optional<CompactionProgress> progress = progress(part.owner(), part.job());
            isKnown |= progress.isPresent();
            isDone &= progress.map(CompactionProgress::done).orElse(true);
            sum = progress.isPresent() ? plus(sum, progress.get()) : sum.withFailure();
        }
        return isKnown ? Optional.of(isDone ? sum.ended() : sum) : Optional.empty();
    }

    private static CompactionProgress plus(CompactionProgress sum, CompactionProgress part) {
        List<CompactionProgress.Rewriting> all = new ArrayList<>(sum.rewritings());
        all.addAll(part.rewritings());
        return new CompactionProgress(sum.job(), sum.collection(), false, all, sum.failures() + part.failures());
    }

    /** Empty if the owner is gone. */
    private Optional<CompactionProgress> progress(MemberId owner, JobId job) {
        if (route.members().get().find(owner).isEmpty()) {
            return Optional.empty();
        }
        Call call = new DataCall.Compaction(job);
        return repeatable()
                .until("asking for a compaction", timeout -> route.ask(owner, call, Answer.Progress.class, timeout))
                .progress();
    }

    /**
     * Tells whether any data node that is there holds the log of a collection.
     *
     * @throws DatabaseException if one could not be asked
     */
    @Override
    public boolean holds(CollectionId collection) {
        Call call = new DataCall.Holds(collection);
        return members().stream()
                .anyMatch(member ->
                        route.ask(member, call, Answer.Verdict.class, deadline).isSo());
    }

    private List<MemberId> members() {
        return route.members().get().with(ClusterRole.DATA).stream()
                .map(Member::id)
                .toList();
    }

    private Attempts repeatable() {
        return new Attempts(route.runtime(), deadline, Attempts.NO_ANSWER, Attempts.SHORT);
    }

    /** Asks every owner of a collection's shards; all of them anew when one could not answer, since owners change. */
    private <A> List<A> ofOwners(CollectionId collection, Call call, Class<A> answer) {
        return repeatable().until("asking the owners of collection " + collection, timeout -> {
            List<Supplier<A>> questions = owners(collection).stream()
                    .<Supplier<A>>map(owner -> () -> route.ask(owner, call, answer, timeout))
                    .toList();
            return route.all("ask owners", timeout, questions);
        });
    }

    /** Returns the owners of all shards, each once; throws NOT_OWNER if a shard has none. */
    private List<MemberId> owners(CollectionId collection) {
        Set<MemberId> owners = new LinkedHashSet<>();
        Route.shards(route.collection(collection)).forEach(shard -> owners.add(route.owner(shard)));
        if (owners.isEmpty()) {
            throw DatabaseException.of(ErrorCode.COLLECTION_NOT_FOUND, "collection", collection);
        }
        return List.copyOf(owners);
    }
}
