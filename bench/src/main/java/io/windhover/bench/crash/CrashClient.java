package io.windhover.bench.crash;

import io.grpc.StatusRuntimeException;
import io.windhover.bench.load.CallFailed;
import io.windhover.bench.load.MilvusClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One client: does one operation after another on its slice of the shared collections and on collections of its own,
 * and notes what was acknowledged. When the server dies, at most one operation has an unknown outcome.
 */
final class CrashClient {
    /** One shard, so that a batch is in whole or not at all; exact search. */
    static final String SINGLE = "single";
    /** Two shards, graph index. */
    static final String WIDE = "wide";

    private static final int PARTITIONS = 4;
    private static final int COLLECTIONS = 2;
    private static final int ROWS_AIM = 2_500;
    private static final int BATCH_MAX = 64;
    private static final long KEYS_A_CLIENT = 1_000_000_000L;

    private final int number;
    private final SplittableRandom random;
    private final Map<String, Expected> expected = new TreeMap<>();
    private final List<String> refusals = new ArrayList<>();
    private Optional<Operation> unknown = Optional.empty();
    private long nextKey;
    private long nextVersion = 1;
    private volatile long acknowledged;

    CrashClient(int number, SplittableRandom random) {
        this.number = number;
        this.random = random;
        this.nextKey = number * KEYS_A_CLIENT;
        for (String shared : List.of(SINGLE, WIDE)) {
            Expected slice = new Expected();
            slice.created();
            slice.loaded();
            expected.put(shared, slice);
        }
        for (int i = 0; i < COLLECTIONS; i++) {
            expected.put("c" + number + "_k" + i, new Expected());
        }
    }

    /** Works until the server no longer answers. */
    void run(MilvusClient client) {
        unknown = Optional.empty();
        while (true) {
            Operation operation = next();
            try {
                operation.run(client);
            } catch (StatusRuntimeException _) {
                unknown = Optional.of(operation);
                return;
            } catch (CallFailed failure) {
                refusals.add("client " + number + " " + failure.getMessage());
                unknown = Optional.of(operation);
                return;
            }
            operation.applyTo(expected.get(operation.collection()));
            acknowledged = acknowledged + 1; // written by this thread only
        }
    }

    private Operation next() {
        int dice = random.nextInt(100);
        if (dice < 20) {
            return onOwnCollection("c" + number + "_k" + random.nextInt(COLLECTIONS));
        }
        String shared = random.nextInt(3) == 0 ? WIDE : SINGLE;
        Expected slice = expected.get(shared);
        if (dice < 35) {
            String partition = "c" + number + "_p" + random.nextInt(PARTITIONS);
            return slice.partitions().contains(partition)
                    ? new Operation.DropPartition(shared, partition)
                    : new Operation.CreatePartition(shared, partition);
        }
        return dice < 38 ? new Operation.Flush(shared) : onRows(shared, slice);
    }

    private Operation onOwnCollection(String name) {
        Expected own = expected.get(name);
        if (!own.exists()) {
            return new Operation.CreateCollection(name, 1);
        }
        if (!own.isReadable()) {
            return new Operation.MakeReadable(name, "FLAT");
        }
        int dice = random.nextInt(10);
        if (dice == 0) {
            return new Operation.DropCollection(name);
        }
        return dice == 1 ? new Operation.Flush(name) : onRows(name, own);
    }

    private Operation onRows(String collection, Expected slice) {
        int dice = random.nextInt(10);
        boolean full = slice.rows().size() > ROWS_AIM;
        if (dice < 5 && !full || slice.rows().isEmpty()) {
            long[] keys = new long[1 + random.nextInt(BATCH_MAX)];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = nextKey++;
            }
            return new Operation.Write(collection, partition(slice), keys, nextVersion++, false);
        }
        if (dice < 8 && !full) {
            return replacement(collection, slice);
        }
        return new Operation.Delete(collection, some(slice, full ? 4 * BATCH_MAX : BATCH_MAX));
    }

    private String partition(Expected slice) {
        List<String> choices = new ArrayList<>(slice.partitions());
        choices.add("");
        return choices.get(random.nextInt(choices.size()));
    }

    private Operation replacement(String collection, Expected slice) {
        String partition = slice.rows().get(some(slice, 1).getFirst()).partition();
        long[] keys = some(slice, BATCH_MAX).stream()
                .filter(key -> slice.rows().get(key).partition().equals(partition))
                .mapToLong(key -> key)
                .toArray();
        if (keys.length == 0) {
            return new Operation.Flush(collection);
        }
        return new Operation.Write(collection, partition, keys, nextVersion++, true);
    }

    private List<Long> some(Expected slice, int most) {
        List<Long> keys = new ArrayList<>(slice.rows().keySet());
        int count = 1 + random.nextInt(Math.min(most, keys.size()));
        int from = random.nextInt(keys.size() - count + 1);
        return keys.subList(from, from + count);
    }

    int number() {
        return number;
    }

    /** Returns what each collection that this client ever named holds as far as it was told. */
    Map<String, Expected> expected() {
        return expected;
    }

    /** Returns the operation that got no answer. */
    Optional<Operation> unknown() {
        return unknown;
    }

    /** Returns operations acknowledged so far. */
    long acknowledged() {
        return acknowledged;
    }

    /** Returns what the server refused though nothing was wrong with it, and forgets it. */
    List<String> takeRefusals() {
        List<String> taken = List.copyOf(refusals);
        refusals.clear();
        return taken;
    }
}
