package io.windhover.simulation.network;

import io.windhover.coordinator.garbage.InUse;
import io.windhover.embedded.Wiring;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.QueryRole;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.runtime.port.Wal;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/**
 * Calls between the parts of one database that are lost on their way, whose answers are lost after they acted, or that
 * arrive twice: a command with the same request id, at once or late. Writes are never doubled, as they carry no id; their
 * carrier delivers them once or not at all. The parts behind it may have something between them, too.
 */
public final class FaultyNetwork implements Wiring {
    private static final Set<String> COMMANDS = new TreeSet<>(Set.of("submit"));
    private static final Set<String> READS = new TreeSet<>(Set.of("search", "query", "searchTail", "queryTail"));
    private static final Set<String> ONCE =
            new TreeSet<>(Set.of("append", "flush", "isFlushed", "compact", "allocateIds"));
    private static final long LATE_MS = 200;

    private final Runtime runtime;
    private final Wiring parts;
    private final SplittableRandom chance;
    private final IntSupplier onceIn;
    private final Runnable counter;

    /**
     * Prepares the network of one process.
     *
     * @param parts   what stands before the parts themselves
     * @param onceIn  one call in so many goes wrong, 0 = none; asked at each call
     * @param counter told of every call that goes wrong
     */
    public FaultyNetwork(Runtime runtime, Wiring parts, SplittableRandom chance, IntSupplier onceIn, Runnable counter) {
        this.runtime = runtime;
        this.parts = parts;
        this.chance = chance;
        this.onceIn = onceIn;
        this.counter = counter;
    }

    @Override
    public MetaStore meta(MetaStore behind) {
        return parts.meta(behind);
    }

    @Override
    public Wal wal(Wal behind) {
        return parts.wal(behind);
    }

    @Override
    public ObjectStore objects(ObjectStore behind) {
        return parts.objects(behind);
    }

    @Override
    public InUse inUse(InUse behind) {
        return parts.inUse(behind);
    }

    @Override
    public CoordinatorRole coordinator(Caller caller, CoordinatorRole behind) {
        return Between.put(CoordinatorRole.class, parts.coordinator(caller, behind), this::carry);
    }

    @Override
    public DataRole owners(DataRole behind) {
        return Between.put(DataRole.class, parts.owners(behind), this::carry);
    }

    @Override
    public DataRole tails(DataRole behind) {
        return Between.put(DataRole.class, parts.tails(behind), this::carry);
    }

    @Override
    public QueryRole readers(QueryRole behind) {
        return Between.put(QueryRole.class, parts.readers(behind), this::carry);
    }

    private Object carry(String method, Object[] arguments, Between.Next next) {
        boolean command = COMMANDS.contains(method);
        boolean doubles = command || READS.contains(method);
        int times = onceIn.getAsInt();
        if (times == 0 || !doubles && !ONCE.contains(method) || chance.nextInt(times) > 0) {
            return next.with(arguments);
        }
        counter.run();
        return switch (chance.nextInt(doubles ? 4 : 2)) {
            case 0 -> throw lost(method, "the call");
            case 1 -> {
                next.with(arguments);
                throw lost(method, "the answer");
            }
            case 2 -> {
                next.with(arguments);
                yield next.with(arguments);
            }
            default -> {
                deliverLate(arguments, next);
                yield next.with(arguments);
            }
        };
    }

    private void deliverLate(Object[] arguments, Between.Next next) {
        Duration delay = Duration.ofMillis(chance.nextLong(LATE_MS));
        runtime.fork("late call", () -> {
            runtime.sleep(delay);
            try {
                next.with(arguments);
            } catch (DatabaseException unheard) {
                // Nobody waits for this answer.
            }
        });
    }

    private static DatabaseException lost(String method, String what) {
        return new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, what + " of " + method + " was lost");
    }
}
