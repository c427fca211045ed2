package io.windhover.server.command;

import io.windhover.coordinator.garbage.Inventory;
import io.windhover.coordinator.garbage.Inventory.Item;
import io.windhover.coordinator.garbage.Inventory.Standing;
import io.windhover.embedded.DataDirectory;
import io.windhover.embedded.DirectoryReport;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Tells what a data directory holds. */
@Command(
        name = "inspect",
        description = "Lists what is in a data directory, who owns it, and what is garbage. The directory must not be"
                + " served at the same time.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InspectCommand implements Callable<Integer> {
    private static final int LISTED_MAX = 50;

    @Option(names = "--data", paramLabel = "DIR", description = "the directory (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("data");

    @Option(names = "--json", paramLabel = "FILE", description = "file for all of it")
    private Optional<Path> json = Optional.empty();

    @Override
    public Integer call() throws IOException {
        DirectoryReport report = DataDirectory.inspect(data);
        List<Map<String, Object>> collections = report.catalog()
                .collections()
                .values()
                .map(collection -> row(report.catalog(), collection))
                .toList();
        Map<String, Object> figures = figures(report, collections);
        print(report, collections);
        System.out.println(figures.entrySet().stream()
                .map(figure -> figure.getKey() + "=" + figure.getValue())
                .collect(Collectors.joining(" ")));
        if (json.isPresent()) {
            Files.writeString(json.get(), document(report, collections, figures));
        }
        return 0;
    }

    private static Map<String, Object> row(Catalog catalog, Collection collection) {
        List<SegmentEntry> segments = collection.storage().segments().values().toList();
        Map<String, Object> row = new LinkedHashMap<>();
        String database = catalog.databases()
                .find(collection.database())
                .map(Database::name)
                .orElse("?");
        row.put("collection", database + "/" + collection.name());
        row.put("id", collection.id().value());
        row.put("state", collection.isActive() ? "active" : "dropping");
        row.put("partitions", collection.partitionNames().size());
        row.put(
                "dropping_partitions",
                collection.partitions().size() - collection.partitionNames().size());
        row.put("segments", segments.size());
        row.put("rows", segments.stream().mapToLong(SegmentEntry::rowCount).sum());
        row.put(
                "data_bytes",
                segments.stream()
                        .map(SegmentEntry::data)
                        .mapToLong(StoredFile::bytes)
                        .sum());
        row.put(
                "index_bytes",
                segments.stream()
                        .flatMap(segment -> segment.indexes().values())
                        .mapToLong(StoredFile::bytes)
                        .sum());
        row.put("delta_files", collection.storage().deltas().size());
        return row;
    }

    private static Map<String, Object> figures(DirectoryReport report, List<Map<String, Object>> collections) {
        Inventory inventory = report.inventory();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("collections", collections.size());
        for (String sum : List.of("partitions", "segments", "rows")) {
            figures.put(
                    sum,
                    collections.stream()
                            .mapToLong(row -> ((Number) row.get(sum)).longValue())
                            .sum());
        }
        for (Standing standing : Standing.values()) {
            String name = standing.name().toLowerCase(java.util.Locale.ROOT);
            List<Item> objects = inventory.items("object", standing);
            figures.put(name + "_objects", objects.size());
            figures.put(name + "_bytes", objects.stream().mapToLong(Item::bytes).sum());
            figures.put(name + "_logs", inventory.items("log", standing).size());
        }
        figures.put(
                "metadata_keys",
                report.metadataKeys().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        report.folderBytes().forEach((folder, bytes) -> figures.put(folder + "_file_bytes", bytes));
        return figures;
    }

    private static void print(DirectoryReport report, List<Map<String, Object>> collections) {
        System.out.println("Metadata keys");
        report.metadataKeys().forEach((kind, count) -> System.out.printf("  %-40s %,14d%n", kind, count));
        System.out.println("Files");
        report.folderBytes().forEach((folder, bytes) -> System.out.printf("  %-40s %,14d bytes%n", folder, bytes));
        System.out.println("Collections");
        for (Map<String, Object> row : collections) {
            List<String> words = new ArrayList<>();
            row.forEach((name, value) -> words.add(name + "=" + value));
            System.out.println("  " + String.join(" ", words));
        }
        for (Standing standing : List.of(Standing.DROPPING, Standing.GARBAGE)) {
            print(standing, report.inventory());
        }
    }

    private static void print(Standing standing, Inventory inventory) {
        List<Item> items = new ArrayList<>(inventory.items("object", standing));
        items.addAll(inventory.items("log", standing));
        if (items.isEmpty()) {
            return;
        }
        System.out.println(
                standing == Standing.DROPPING
                        ? "Of what was dropped, given back by the next start or sweep"
                        : "Garbage: nobody names it; the next start gives it back");
        items.stream()
                .limit(LISTED_MAX)
                .forEach(item -> System.out.printf("  %-60s %,14d%n", item.name(), item.bytes()));
        if (items.size() > LISTED_MAX) {
            System.out.printf("  and %,d more; --json lists all%n", items.size() - LISTED_MAX);
        }
    }

    private static String document(
            DirectoryReport report, List<Map<String, Object>> collections, Map<String, Object> figures) {
        ObjectMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Map<String, Object> all = new LinkedHashMap<>(figures);
        all.put("metadata_keys_by_kind", report.metadataKeys());
        all.put("by_collection", collections);
        List<Map<String, Object>> stored = new ArrayList<>();
        for (Item item : report.inventory().items()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("kind", item.kind());
            one.put("name", item.name());
            one.put("bytes", item.bytes());
            item.owner().ifPresent(owner -> one.put("collection_id", owner.value()));
            one.put("standing", item.standing().name().toLowerCase(java.util.Locale.ROOT));
            stored.add(one);
        }
        all.put("stored", stored);
        return mapper.writeValueAsString(all);
    }
}
