package io.windhover.embedded;

import io.windhover.coordinator.Coordinator;
import io.windhover.model.SegmentId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.role.RoleHealth;
import io.windhover.node.Node;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics;
import io.windhover.runtime.port.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is measured of a database when somebody asks. A gauge may go through the whole catalog: it is asked a few times a
 * minute.
 */
final class StandaloneGauges implements AutoCloseable {
    private final Metrics metrics;
    private final List<Metrics.Registration> registrations = new ArrayList<>();

    private StandaloneGauges(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Measures the disk of a database that is kept on one. */
    static StandaloneGauges ofDisk(Metrics metrics, Disk disk, LocalObjectStore files) {
        StandaloneGauges gauges = new StandaloneGauges(metrics);
        gauges.add("windhover_disk_free_bytes", "Bytes that can still be written", disk::freeBytes);
        gauges.add(
                "windhover_mapped_files", "Segment and index files that are mapped into memory", files::mappedObjects);
        gauges.add("windhover_mapped_bytes", "Bytes of mapped files", files::mappedBytes);
        return gauges;
    }

    /** Measures the roles. */
    static StandaloneGauges ofRoles(Metrics metrics, Coordinator coordinator, Node node) {
        StandaloneGauges gauges = new StandaloneGauges(metrics);
        gauges.catalog(coordinator);
        gauges.segments(coordinator, node);
        gauges.garbage(coordinator);
        gauges.node(node);
        gauges.backlog(node);
        gauges.health("coordinator", coordinator::roleHealth);
        gauges.health("data", node.data()::roleHealth);
        gauges.health("query", node.query()::roleHealth);
        return gauges;
    }

    private void add(String name, String help, DoubleSupplier level) {
        add(name, help, Labels.NONE, level);
    }

    private void add(String name, String help, Labels labels, DoubleSupplier level) {
        registrations.add(metrics.gauge(name, help, labels, level));
    }

    private void catalog(Coordinator coordinator) {
        add(
                "windhover_catalog_version",
                "Version of the newest published catalog",
                () -> coordinator.catalog().version());
        add("windhover_ddl_queue_length", "Commands and questions that wait for the catalog", coordinator::waiting);
        add(
                "windhover_databases",
                "Databases",
                () -> coordinator.catalog().databases().size());
        add("windhover_collections", "Collections", () -> active(coordinator).count());
        add(
                "windhover_partitions",
                "Partitions",
                () -> active(coordinator)
                        .mapToLong(collection -> collection.partitionNames().size())
                        .sum());
        add(
                "windhover_sealed_rows",
                "Rows in files, deleted ones that were not compacted away included",
                () -> segments(coordinator).mapToLong(SegmentEntry::rowCount).sum());
        add(
                "windhover_sealed_bytes",
                "Bytes of segment files",
                () -> segments(coordinator)
                        .mapToLong(segment -> segment.data().bytes())
                        .sum());
        add(
                "windhover_index_files",
                "Index files of segments",
                () -> segments(coordinator)
                        .mapToLong(segment -> segment.indexes().size())
                        .sum());
        add(
                "windhover_collections_to_load",
                "Collections that shall be loaded",
                () -> active(coordinator)
                        .filter(collection -> collection.load().isLoaded())
                        .count());
    }

    private void segments(Coordinator coordinator, Node node) {
        segments("growing", () -> node.dataTotals().growing());
        segments("flushing", () -> node.dataTotals().flushing());
        for (FileState state : FileState.values()) {
            segments(state.name().toLowerCase(Locale.ROOT), () -> filed(coordinator, node, state));
        }
    }

    private void segments(String state, DoubleSupplier count) {
        add(
                "windhover_segments",
                "Segments by what they are at; each is counted once",
                Labels.of("state", state),
                count);
    }

    /** What a segment in files is at; the last that holds counts. */
    private enum FileState {
        SEALED,
        INDEXED,
        COMPACTING,
        DROPPED
    }

    private static long filed(Coordinator coordinator, Node node, FileState wanted) {
        List<SegmentId> rewriting = node.rewriting();
        return coordinator
                .catalog()
                .collections()
                .values()
                .flatMap(collection ->
                        collection.storage().segments().values().map(segment -> state(collection, segment, rewriting)))
                .filter(state -> state == wanted)
                .count();
    }

    private static FileState state(Collection collection, SegmentEntry segment, List<SegmentId> rewriting) {
        boolean isWanted = collection.isActive()
                && collection
                        .partitions()
                        .find(segment.partition())
                        .map(Partition::isActive)
                        .orElse(false);
        if (!isWanted) {
            return FileState.DROPPED;
        }
        if (rewriting.contains(segment.id())) {
            return FileState.COMPACTING;
        }
        boolean isIndexed =
                !collection.indexes().isEmpty() && collection.indexes().keys().allMatch(segment.indexes()::contains);
        return isIndexed ? FileState.INDEXED : FileState.SEALED;
    }

    private void garbage(Coordinator coordinator) {
        garbage(
                "collection",
                () -> collections(coordinator)
                        .filter(collection -> !collection.isActive())
                        .count());
        garbage(
                "partition",
                () -> collections(coordinator)
                        .filter(Collection::isActive)
                        .flatMap(collection -> collection.partitions().values())
                        .filter(partition -> !partition.isActive())
                        .count());
        garbage("object", () -> coordinator.unnamed().objects());
        add(
                "windhover_garbage_waiting_bytes",
                "Bytes of objects that are no longer named and not given back yet",
                Labels.NONE,
                () -> coordinator.unnamed().bytes());
    }

    private void garbage(String kind, DoubleSupplier count) {
        add(
                "windhover_garbage_waiting",
                "What is dropped or no longer named and not given back yet",
                Labels.of("kind", kind),
                count);
    }

    private static Stream<Collection> collections(Coordinator coordinator) {
        return coordinator.catalog().collections().values();
    }

    private static Stream<Collection> active(Coordinator coordinator) {
        return collections(coordinator).filter(Collection::isActive);
    }

    private static Stream<SegmentEntry> segments(Coordinator coordinator) {
        return active(coordinator)
                .flatMap(collection -> collection.storage().segments().values());
    }

    private void node(Node node) {
        add(
                "windhover_open_shards",
                "Shards whose log is open",
                () -> node.dataTotals().shards());
        add(
                "windhover_growing_rows",
                "Rows that no file has yet",
                () -> node.dataTotals().growingRows());
        add(
                "windhover_unreleased_bytes",
                "Memory of rows not in files or only just",
                () -> node.dataTotals().heldBytes());
        add(
                "windhover_write_queue_length",
                "Messages that wait for the owners of shards",
                () -> node.dataTotals().waitingWrites());
        add(
                "windhover_index_build_memory_bytes",
                "Memory that running index builds take, about",
                () -> node.dataTotals().indexBuildBytes());
        add(
                "windhover_loaded_collections",
                "Collections that are served",
                () -> node.queryTotals().collections());
        add(
                "windhover_loaded_segments",
                "Segments in files that are served",
                () -> node.queryTotals().segments());
        add(
                "windhover_loaded_rows",
                "Rows of served segments in files",
                () -> node.queryTotals().rows());
        add(
                "windhover_loaded_bytes",
                "Bytes of mapped files of served segments",
                () -> node.queryTotals().bytes());
        add(
                "windhover_open_views",
                "Views of collections, published ones and older ones that reads still hold",
                () -> node.queryTotals().openViews());
        add(
                "windhover_unreleased_segments",
                "Segments in memory, each an arena of its own: growing, flushing, and flushed ones that readers may need",
                () -> node.dataTotals().inMemory());
    }

    private void backlog(Node node) {
        add(
                "windhover_flush_queue_length",
                "Shards that wait for their flush or are being flushed",
                () -> node.dataBacklog().flushes());
        add(
                "windhover_index_build_queue_length",
                "Index files to be built, those being built included",
                () -> node.dataBacklog().indexBuilds());
        add(
                "windhover_compaction_queue_length",
                "Rewritings of segments to be done, the running one included",
                () -> node.dataBacklog().compactions());
    }

    private void health(String role, Supplier<RoleHealth> health) {
        Labels labels = Labels.of("role", role);
        add(
                "windhover_role_serving",
                "1 while a role serves, 0 in safe mode or stopped",
                labels,
                () -> health.get().state() == RoleHealth.State.SERVING ? 1 : 0);
        add(
                "windhover_role_safe_mode",
                "1 while a role does only what it safely can, because it cannot reach what it needs or the disk is full",
                labels,
                () -> health.get().state() == RoleHealth.State.SAFE_MODE ? 1 : 0);
        add(
                "windhover_role_failures",
                "What a role could not do: flushes, index builds, compactions, loads, sweeps",
                labels,
                () -> health.get().reasons().size());
    }

    @Override
    public void close() {
        registrations.forEach(Metrics.Registration::close);
    }
}
