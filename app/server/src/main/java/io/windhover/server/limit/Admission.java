package io.windhover.server.limit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.server.limit.RateLimits.Rate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets requests in as far as rates allow; what is refused gets a retriable error at once and costs nothing else. Safe
 * for any number of threads.
 */
public final class Admission {
    /** Collections remembered at once; those that were quiet are forgotten first. */
    private static final int COLLECTIONS_MAX = 65_536;

    private static final Map<String, RateKind> KINDS = Map.ofEntries(
            Map.entry("CreateCollection", RateKind.COLLECTION_DDL),
            Map.entry("DropCollection", RateKind.COLLECTION_DDL),
            Map.entry("RenameCollection", RateKind.COLLECTION_DDL),
            Map.entry("AlterCollection", RateKind.COLLECTION_DDL),
            Map.entry("LoadCollection", RateKind.COLLECTION_DDL),
            Map.entry("ReleaseCollection", RateKind.COLLECTION_DDL),
            Map.entry("CreatePartition", RateKind.PARTITION_DDL),
            Map.entry("DropPartition", RateKind.PARTITION_DDL),
            Map.entry("LoadPartitions", RateKind.PARTITION_DDL),
            Map.entry("ReleasePartitions", RateKind.PARTITION_DDL),
            Map.entry("CreateIndex", RateKind.INDEX),
            Map.entry("DropIndex", RateKind.INDEX),
            Map.entry("AlterIndex", RateKind.INDEX),
            Map.entry("Flush", RateKind.FLUSH),
            Map.entry("ManualCompaction", RateKind.COMPACTION),
            Map.entry("CreateDatabase", RateKind.DATABASE),
            Map.entry("DropDatabase", RateKind.DATABASE),
            Map.entry("AlterDatabase", RateKind.DATABASE),
            Map.entry("Insert", RateKind.INSERT),
            Map.entry("Upsert", RateKind.UPSERT),
            Map.entry("Delete", RateKind.DELETE),
            Map.entry("Search", RateKind.SEARCH),
            Map.entry("HybridSearch", RateKind.SEARCH),
            Map.entry("Query", RateKind.QUERY));

    private final RateLimits limits;
    private final LongSupplier clockNs;
    private final Map<RateKind, TokenBucket> all = new EnumMap<>(RateKind.class);
    private final ConcurrentHashMap<Key, TokenBucket> collections = new ConcurrentHashMap<>();

    private record Key(RateKind kind, String database, String collection) {}

    /**
     * Creates it with full buckets.
     *
     * @param clockNs a monotonic clock
     */
    public Admission(RateLimits limits, LongSupplier clockNs) {
        this.limits = limits;
        this.clockNs = clockNs;
        limits.rates().forEach((kind, rate) -> {
            if (Double.isFinite(rate.all())) {
                all.put(kind, new TokenBucket(rate.all(), clockNs.getAsLong()));
            }
        });
    }

    /**
     * Lets a request in.
     *
     * @param method   bare name of the RPC
     * @param database that it is about; asked only where that matters
     * @throws DatabaseException SERVICE_RATE_LIMIT naming the rate
     */
    public void admit(String method, Supplier<String> database, Message request) {
        RateKind kind = KINDS.get(method);
        Rate rate = kind == null ? null : limits.rates().get(kind);
        if (rate == null) {
            return;
        }
        double cost = cost(kind, request);
        long nowNs = clockNs.getAsLong();
        // The narrow limit first: who exceeds it takes nothing from the others.
        if (Double.isFinite(rate.collection())) {
            for (String collection : collections(request)) {
                take(bucket(new Key(kind, database.get(), collection), rate.collection(), nowNs), cost, nowNs);
            }
        }
        Optional.ofNullable(all.get(kind)).ifPresent(bucket -> take(bucket, cost, nowNs));
    }

    private TokenBucket bucket(Key key, double perSecond, long nowNs) {
        if (collections.size() >= COLLECTIONS_MAX) {
            collections.values().removeIf(bucket -> bucket.isFull(nowNs));
        }
        return collections.computeIfAbsent(key, _ -> new TokenBucket(perSecond, nowNs));
    }

    private static void take(TokenBucket bucket, double cost, long nowNs) {
        if (!bucket.take(cost, nowNs)) {
            String rate =
                    BigDecimal.valueOf(bucket.perSecond()).stripTrailingZeros().toPlainString();
            throw new DatabaseException(
                    ErrorCode.SERVICE_RATE_LIMIT,
                    "request is rejected by the rate limiter, please retry later: rate limit exceeded[rate=" + rate
                            + "]");
        }
    }

    private static double cost(RateKind kind, Message request) {
        return switch (kind) {
            case INSERT, UPSERT, DELETE -> request.getSerializedSize();
            case SEARCH -> vectors(request);
            case COLLECTION_DDL, PARTITION_DDL, INDEX, FLUSH, COMPACTION, DATABASE, QUERY -> 1;
        };
    }

    /** Returns the query vectors of a search, or of all searches of a hybrid one. */
    private static double vectors(Message request) {
        FieldDescriptor parts = request.getDescriptorForType().findFieldByName("requests");
        if (parts == null) {
            return Math.max(1, number(request, "nq"));
        }
        double sum = 0;
        for (Object part : (List<?>) request.getField(parts)) {
            sum += Math.max(1, number((Message) part, "nq"));
        }
        return sum;
    }

    private static long number(Message message, String field) {
        FieldDescriptor found = message.getDescriptorForType().findFieldByName(field);
        return found == null ? 0 : ((Number) message.getField(found)).longValue();
    }

    private static List<String> collections(Message request) {
        List<String> names = new ArrayList<>();
        for (String field : List.of("collection_name", "collection_names", "oldName")) {
            FieldDescriptor found = request.getDescriptorForType().findFieldByName(field);
            if (found != null && found.isRepeated()) {
                ((List<?>) request.getField(found)).forEach(name -> names.add((String) name));
            } else if (found != null) {
                names.add((String) request.getField(found));
            }
        }
        return names;
    }
}
