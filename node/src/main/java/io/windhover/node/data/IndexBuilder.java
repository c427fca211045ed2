package io.windhover.node.data;

import io.windhover.index.graph.VectorIndexes;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.IndexId;
import io.windhover.model.RequestId;
import io.windhover.model.SegmentId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.StorageNames;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.role.Command;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.metrics.Counter;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.segment.file.IndexFiles;
import io.windhover.segment.file.SealedSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * The reconciler of index files: each sealed segment of enough rows gets a file for each index definition, built on the
 * compute pool. A few run at once, because what small ones wait for most is the disk and the catalog, as many as the
 * memory for builds allows; what does not fit waits, and what never fits runs alone. Collections take turns. A build ends
 * early when its definition or segment is gone. What cannot be built is noted and tried again after a while, each time a
 * longer one, because what was wrong with a disk or a network may be mended; searches scan meanwhile.
 */
final class IndexBuilder {
    private static final Duration DEADLINE = Duration.ofHours(1);
    private static final Duration RETRY_MIN = Duration.ofSeconds(1);
    private static final Duration RETRY_MAX = Duration.ofMinutes(5);

    private final DataPorts ports;
    private final DataSettings settings;
    private final BiPredicate<Collection, SegmentId> isAboutToGo;
    private final Map<Target, Failure> failed = new ConcurrentSkipListMap<>();
    private final DataCounts.Work counts;
    private final Turns turns = new Turns();
    private final Counter deferred;
    private volatile long bytesInUse;
    private volatile boolean closed;

    /** What a file is for. */
    private record Target(SegmentId segment, IndexId index) implements Comparable<Target> {
        @Override
        public int compareTo(Target other) {
            int bySegment = segment.compareTo(other.segment);
            return bySegment != 0 ? bySegment : index.compareTo(other.index);
        }
    }

    /** Why there is no file, and when it is tried again; never, if nothing about the segment can change that. */
    private record Failure(String why, Optional<Retry> retry) {}

    /** The next attempt. */
    private record Retry(Backoff backoff, long againNs) {}

    private record Job(Collection collection, SegmentEntry segment, IndexDefinition definition) {
        Target target() {
            return new Target(segment.id(), definition.id());
        }

        /** Returns about the memory that the build takes. */
        long bytes() {
            return IndexFiles.buildBytes(
                    definition,
                    collection.schema(),
                    segment.rowCount(),
                    segment.data().bytes());
        }
    }

    /** Creates a builder that leaves out segments that {@code isAboutToGo} names. */
    IndexBuilder(DataPorts ports, DataSettings settings, BiPredicate<Collection, SegmentId> isAboutToGo) {
        this.ports = ports;
        this.settings = settings;
        this.isAboutToGo = isAboutToGo;
        DataCounts all = new DataCounts(ports.runtime().metrics());
        this.counts = all.indexBuilds();
        this.deferred = all.indexBuildsDeferred();
    }

    /** Builds some files if any are missing; returns whether it tried. */
    boolean step() {
        Catalog catalog = ports.coordinator().catalog();
        forgetGone(catalog);
        List<Job> jobs = next(catalog);
        bytesInUse = jobs.stream().mapToLong(Job::bytes).sum();
        try {
            build(jobs);
        } finally {
            bytesInUse = 0;
        }
        return !jobs.isEmpty();
    }

    /** Returns after how long a build that failed is tried again. */
    Duration untilNext() {
        long nowNs = ports.runtime().monotonicNs();
        return failed.values().stream()
                .flatMap(failure -> failure.retry().stream())
                .map(next -> Duration.ofNanos(Math.max(0, next.againNs() - nowNs)))
                .filter(left -> left.compareTo(SegmentCare.LOOK_MAX) < 0)
                .min(Duration::compareTo)
                .orElse(SegmentCare.LOOK_MAX);
    }

    private void build(List<Job> jobs) {
        if (jobs.size() == 1) {
            build(jobs.getFirst());
        } else if (!jobs.isEmpty()) {
            try (TaskScope scope = ports.runtime().scope("index builds", DEADLINE)) {
                for (Job job : jobs) {
                    scope.fork("index build", () -> {
                        build(job);
                        return true;
                    });
                }
                scope.join();
            }
        }
    }

    /** Returns about the memory that the builds take that run now. */
    long bytesInUse() {
        return bytesInUse;
    }

    private void forgetGone(Catalog catalog) {
        failed.keySet()
                .removeIf(target -> catalog.collections()
                        .values()
                        .noneMatch(collection -> collection.indexes().contains(target.index())
                                && collection.storage().segments().contains(target.segment())));
    }

    /** Lets a running build end early. */
    void close() {
        closed = true;
    }

    /** Returns what could not be built and why, one line each. */
    List<String> failures() {
        return failed.entrySet().stream()
                .map(entry -> "index " + entry.getKey().index() + " of segment "
                        + entry.getKey().segment() + ": " + entry.getValue().why())
                .toList();
    }

    /** Returns one job of each collection, in turn, before the second of any, as long as they fit together. */
    private List<Job> next(Catalog catalog) {
        List<Job> jobs = new ArrayList<>();
        List<Iterator<Job>> rest = new ArrayList<>();
        for (Collection collection : turns.inTurn(catalog.collections().values().toList(), Collection::id)) {
            rest.add(missing(collection).limit(settings.work().buildsOfOne()).iterator());
        }
        long bytes = 0;
        while (!rest.isEmpty() && jobs.size() < settings.work().builds()) {
            rest.removeIf(of -> !of.hasNext());
            for (Iterator<Job> of : rest) {
                Job job = of.next();
                bytes += job.bytes();
                if (!jobs.isEmpty() && bytes > settings.buildBytesMax()) {
                    deferred.increment();
                    return jobs;
                }
                jobs.add(job);
                turns.served(job.collection().id());
                if (jobs.size() == settings.work().builds()) {
                    return jobs;
                }
            }
        }
        return jobs;
    }

    /** Returns how many files are to be built, the running ones included. */
    int backlog() {
        return ports.coordinator()
                .catalog()
                .collections()
                .values()
                .mapToInt(collection -> (int) missing(collection).count())
                .sum();
    }

    private Stream<Job> missing(Collection collection) {
        if (!collection.isActive() || collection.indexes().isEmpty()) {
            return Stream.empty();
        }
        return collection
                .storage()
                .segments()
                .values()
                .filter(segment -> !segment.indexlessRows() && isLive(collection, segment))
                .filter(segment -> ports.charge().owns(collection, segment.shard()))
                .flatMap(segment -> collection
                        .indexes()
                        .values()
                        .filter(definition -> !segment.indexes().contains(definition.id()))
                        .map(definition -> new Job(collection, segment, definition)))
                .filter(this::isDue)
                .filter(job -> !isAboutToGo.test(job.collection(), job.segment().id()));
    }

    private boolean isDue(Job job) {
        Failure before = failed.get(job.target());
        return before == null
                || before.retry()
                        .filter(next -> ports.runtime().monotonicNs() - next.againNs() >= 0)
                        .isPresent();
    }

    private void failed(Job job, String why) {
        failed.compute(job.target(), (_, before) -> {
            Backoff backoff = Optional.ofNullable(before)
                    .flatMap(Failure::retry)
                    .map(Retry::backoff)
                    .orElseGet(() -> new Backoff(ports.runtime(), RETRY_MIN, RETRY_MAX));
            long againNs = ports.runtime().monotonicNs() + backoff.next().toNanos();
            return new Failure(why, Optional.of(new Retry(backoff, againNs)));
        });
    }

    private static boolean isLive(Collection collection, SegmentEntry segment) {
        return collection
                .partitions()
                .find(segment.partition())
                .map(Partition::isActive)
                .orElse(false);
    }

    private boolean isWanted(Job job) {
        return !closed
                && ports.coordinator()
                        .catalog()
                        .collections()
                        .find(job.collection().id())
                        .filter(now -> now.indexes().contains(job.definition().id()))
                        .filter(now ->
                                now.storage().segments().contains(job.segment().id()))
                        .filter(now -> isLive(now, job.segment()))
                        .isPresent();
    }

    private void build(Job job) {
        try {
            long startNs = ports.runtime().monotonicNs();
            buildFile(job).ifPresent(file -> {
                commit(job, file);
                failed.remove(job.target());
                counts.done(
                        ports.runtime().monotonicNs() - startNs, job.segment().rowCount(), file.bytes());
            });
        } catch (CancellationException ended) {
            // The definition or the segment is gone: the next look at the catalog does not find the job any more.
            ports.runtime().yield();
        } catch (DatabaseException failure) {
            counts.failures().increment();
            if (failure.code().retry() == ErrorCode.Retry.NEVER && isWanted(job)) {
                failed(job, failure.code() + ": " + failure.getMessage());
            } else {
                throw failure;
            }
        } catch (CancelledException ended) {
            throw ended;
        } catch (RuntimeException bug) {
            // One segment that breaks a build must not keep the others from their indexes.
            counts.failures().increment();
            failed(job, bug.toString());
        }
    }

    private Optional<StoredFile> buildFile(Job job) {
        String data = job.segment().data().name();
        SealedSegment segment = SealedSegment.open(
                data,
                job.segment().id(),
                ports.objects().map(data),
                job.collection().schema());
        try {
            if (!IndexFiles.canBuild(job.definition(), segment, job.collection().schema())) {
                failed.put(job.target(), new Failure("the segment has no values of this field", Optional.empty()));
                return Optional.empty();
            }
            long attempt = ports.coordinator().allocateIds(1).first();
            String name = StorageNames.index(
                    job.collection().id(), job.segment().id(), job.definition().id(), attempt);
            try (ObjectStore.ObjectWriter out = ports.objects().create(name)) {
                VectorIndexes.Work work =
                        new VectorIndexes.Work(ports.runtime()::compute, settings.buildTasks(), () -> !isWanted(job));
                long bytes = IndexFiles.write(
                        job.definition(), segment, job.collection().schema(), work, out);
                out.commit();
                return Optional.of(new StoredFile(name, bytes));
            }
        } finally {
            segment.release();
        }
    }

    private void commit(Job job, StoredFile file) {
        ports.coordinator()
                .submit(
                        new Command.IndexBuilt(
                                job.collection().id(),
                                job.segment().id(),
                                job.definition().id(),
                                file),
                        new RequestId("index-" + file.name()));
    }
}
