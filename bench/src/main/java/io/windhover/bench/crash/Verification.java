package io.windhover.bench.crash;

import io.windhover.bench.load.CallFailed;
import io.windhover.bench.load.MilvusClient;
import io.windhover.proto.common.ConsistencyLevel;
import io.windhover.proto.milvus.QueryResults;
import io.windhover.proto.schema.FieldData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares what a restarted server knows with what its clients were told. An operation without an answer may be done or
 * not, but not in part; whichever it is becomes what is expected from then on.
 */
final class Verification {
    private static final int KEYS_A_QUERY = 1_000;
    private static final int SEARCHES = 5;
    private static final int SHOWN = 5;

    private final MilvusClient client;
    private final List<String> violations = new ArrayList<>();
    private final Set<String> collections;
    private long rowsChecked;

    Verification(MilvusClient client) {
        this.client = client;
        this.collections = new TreeSet<>(client.collections());
    }

    /** Returns what does not hold, empty if everything does. */
    List<String> violations() {
        return violations;
    }

    /** Returns the rows that were asked for by key. */
    long rowsChecked() {
        return rowsChecked;
    }

    /** Checks what each client was told, then what only all of them together know. */
    void check(List<CrashClient> clients) {
        for (CrashClient c : clients) {
            for (String name : List.copyOf(c.expected().keySet())) {
                Optional<Operation> unknown =
                        c.unknown().filter(operation -> operation.collection().equals(name));
                try {
                    c.expected().put(name, settle(c, name, unknown));
                } catch (CallFailed failure) {
                    violations.add("client " + c.number() + " " + name + ": " + failure.getMessage());
                }
            }
        }
        checkTotals(clients);
        checkNames(clients);
    }

    private void checkTotals(List<CrashClient> clients) {
        for (String shared : List.of(CrashClient.SINGLE, CrashClient.WIDE)) {
            long rows = clients.stream()
                    .mapToLong(c -> c.expected().get(shared).rows().size())
                    .sum();
            expectCount(shared, rows);
        }
    }

    private void expectCount(String collection, long rows) {
        long counted = client.count(collection);
        if (counted != rows) {
            violations.add(collection + ": count(*) is " + counted + ", acknowledged are " + rows);
        }
    }

    private void checkNames(List<CrashClient> clients) {
        Set<String> known = new TreeSet<>(Set.of(CrashClient.SINGLE, CrashClient.WIDE));
        clients.forEach(c -> c.expected().forEach((name, e) -> {
            if (e.exists()) {
                known.add(name);
            }
        }));
        if (!known.equals(collections)) {
            violations.add("collections are " + collections + ", expected " + known);
        }
    }

    /** Returns what the collection holds: what was expected before or after the unknown operation, whichever is seen. */
    private Expected settle(CrashClient owner, String name, Optional<Operation> unknown) {
        Expected before = owner.expected().get(name);
        Expected after = before.copy();
        unknown.ifPresent(operation -> operation.applyTo(after));
        if (collections.contains(name) != before.exists()) {
            if (collections.contains(name) != after.exists()) {
                violations.add(name + (before.exists() ? ": lost" : ": back after its drop"));
            }
            return after;
        }
        return before.isReadable() && before.exists() ? read(owner, name, before, after, unknown) : before;
    }

    private Expected read(
            CrashClient owner, String name, Expected before, Expected after, Optional<Operation> unknown) {
        if (unknown.isPresent() && unknown.get() instanceof Operation.DropPartition) {
            client.load(name); // It may be released and not dropped: its rows are there, but not searched.
        }
        Expected settled = seen(name, before, after, observe(owner, name, before, unknown), unknown);
        if (!name.equals(CrashClient.SINGLE) && !name.equals(CrashClient.WIDE)) {
            expectCount(name, settled.rows().size());
        }
        if (!name.equals(CrashClient.WIDE)) {
            search(name, settled);
        }
        return settled;
    }

    /** Returns which of both was observed, or what was done of a write that may be done in part. */
    private Expected seen(
            String name, Expected before, Expected after, Observed observed, Optional<Operation> unknown) {
        List<String> notBefore = observed.differences(before);
        if (notBefore.isEmpty()) {
            return before;
        }
        List<String> notAfter = observed.differences(after);
        if (notAfter.isEmpty()) {
            return after;
        }
        Expected settled = observed.partial(before, after, name);
        report(name, observed, settled, notBefore, notAfter, unknown);
        return settled;
    }

    private void report(
            String name,
            Observed observed,
            Expected settled,
            List<String> notBefore,
            List<String> notAfter,
            Optional<Operation> unknown) {
        boolean mayBeInPart = name.equals(CrashClient.WIDE);
        List<String> wrong = mayBeInPart ? observed.differences(settled) : notBefore;
        if (!wrong.isEmpty()) {
            violations.add("%s: %d wrong, e.g. %s; without an answer: %s%s"
                    .formatted(
                            name,
                            wrong.size(),
                            wrong.subList(0, Math.min(SHOWN, wrong.size())),
                            unknown.map(Verification::describe).orElse("nothing"),
                            unknown.isPresent()
                                    ? "; if it were done: " + notAfter.size() + " wrong, e.g. "
                                            + notAfter.subList(0, Math.min(SHOWN, notAfter.size()))
                                    : ""));
        }
    }

    private static String describe(Operation operation) {
        return operation.getClass().getSimpleName() + " of " + operation.keys().size() + " keys";
    }

    private Observed observe(CrashClient owner, String name, Expected before, Optional<Operation> unknown) {
        Set<String> partitions = new TreeSet<>(client.partitions(name));
        partitions.removeIf(p -> !p.startsWith("c" + owner.number() + "_"));
        Set<Long> keys = new LinkedHashSet<>(before.keysToAsk());
        unknown.ifPresent(operation -> keys.addAll(operation.keys()));
        List<Long> ask = new ArrayList<>(keys);
        Map<Long, Long> versions = new TreeMap<>();
        for (int from = 0; from < ask.size(); from += KEYS_A_QUERY) {
            read(name, ask.subList(from, Math.min(ask.size(), from + KEYS_A_QUERY)), versions);
        }
        rowsChecked += ask.size();
        return new Observed(partitions, versions);
    }

    private void read(String name, List<Long> keys, Map<Long, Long> versions) {
        QueryResults results = client.byKeys(name, keys);
        List<Long> found = longs(results, MilvusClient.KEY);
        List<Long> version = longs(results, MilvusClient.VERSION);
        List<Float> vectors = column(results, MilvusClient.VECTOR)
                .getVectors()
                .getFloatVector()
                .getDataList();
        Set<Long> asked = new HashSet<>(keys);
        for (int i = 0; i < found.size(); i++) {
            float[] expected = RowValues.vector(found.get(i), version.get(i));
            for (int d = 0; d < RowValues.DIM; d++) {
                if (vectors.get(i * RowValues.DIM + d) != expected[d]) {
                    violations.add(name + ": row " + found.get(i) + " carries another row's vector");
                    break;
                }
            }
            if (!asked.contains(found.get(i)) || versions.put(found.get(i), version.get(i)) != null) {
                violations.add(name + ": row " + found.get(i) + " answered twice or unasked");
            }
        }
    }

    private static FieldData column(QueryResults results, String name) {
        return results.getFieldsDataList().stream()
                .filter(f -> f.getFieldName().equals(name))
                .findFirst()
                .orElse(FieldData.getDefaultInstance());
    }

    private static List<Long> longs(QueryResults results, String name) {
        return column(results, name).getScalars().getLongData().getDataList();
    }

    private void search(String name, Expected settled) {
        List<Long> keys = new ArrayList<>(settled.rows().keySet());
        for (int i = 0; i < Math.min(SEARCHES, keys.size()); i++) {
            long key = keys.get(keys.size() * i / SEARCHES);
            float[] query = RowValues.vector(key, settled.rows().get(key).version());
            List<Long> found = client.search(
                    MilvusClient.searchRequest(name, query, 1, Map.of("metric_type", "L2"), ConsistencyLevel.Strong));
            if (!found.equals(List.of(key))) {
                violations.add(name + ": a search for row " + key + " finds " + found);
            }
        }
    }

    /** What the server said: this client's partitions, and the version of each row that was asked for and is there. */
    private record Observed(Set<String> partitions, Map<Long, Long> versions) {
        List<String> differences(Expected expected) {
            List<String> found = new ArrayList<>();
            if (!expected.partitions().equals(partitions)) {
                found.add("partitions " + partitions + " instead of " + expected.partitions());
            }
            expected.rows().forEach((key, row) -> {
                Long version = versions.get(key);
                if (version == null) {
                    found.add("row " + key + " lost from partition \"" + row.partition() + "\"");
                } else if (version != row.version()) {
                    found.add("row " + key + " has version " + version + " instead of " + row.version());
                }
            });
            versions.forEach((key, version) -> {
                if (!expected.rows().containsKey(key)) {
                    found.add("row " + key + " version " + version + " is back");
                }
            });
            return found;
        }

        /** Returns for each row what was before or after, whichever is seen. */
        Expected partial(Expected before, Expected after, String name) {
            Expected mixed = partitions.equals(after.partitions()) ? after.copy() : before.copy();
            Set<Long> keys = new TreeSet<>(before.rows().keySet());
            keys.addAll(after.rows().keySet());
            for (long key : keys) {
                Expected.Row old = before.rows().get(key);
                Expected.Row changed = after.rows().get(key);
                Long version = versions.get(key);
                if (version == null && (old == null || changed == null)) {
                    mixed.removed(key);
                } else if (version != null && changed != null && version == changed.version()) {
                    mixed.written(key, version, changed.partition());
                } else if (version != null && old != null && version == old.version()) {
                    mixed.written(key, version, old.partition());
                }
            }
            return mixed;
        }
    }
}
