package io.windhover.server.limit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Database;
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
 * Lets requests in as far as quotas and rates allow; what comes too often gets a retriable error at once and costs
 * nothing else. A collection's own rates, which its properties name, count beside the operator's. Safe for any number of
 * threads.
 */
public final class Admission {
    /** Collections remembered at once; those that were quiet are forgotten first. */
    private static final int COLLECTIONS_MAX = 65_536;

    /** For requests about a database that does not exist: nothing but the operator denies them. */
    private static final Database NOWHERE = new Database(Database.DEFAULT_ID, "", Map.of(), Timestamp.ZERO);

    private static final Map<String, RateKind> KINDS = Map.ofEntries(
            Map.entry("CreateCollection", RateKind.COLLECTION_DDL),
            Map.entry("DropCollection", RateKind.COLLECTION_DDL),
            Map.entry("TruncateCollection", RateKind.COLLECTION_DDL),
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

    /** Rates that a collection's properties may give, and how much of the kind's unit their number is. */
    private static final Map<RateKind, OwnRate> OWN_RATES = Map.of(
            RateKind.INSERT, new OwnRate("collection.insertRate.max.mb", 1 << 20),
            RateKind.UPSERT, new OwnRate("collection.upsertRate.max.mb", 1 << 20),
            RateKind.DELETE, new OwnRate("collection.deleteRate.max.mb", 1 << 20),
            RateKind.SEARCH, new OwnRate("collection.searchRate.max.vps", 1),
            RateKind.QUERY, new OwnRate("collection.queryRate.max.qps", 1));

    private final RateLimits limits;
    private final Quotas quotas;
    private final Supplier<Catalog> catalog;
    private final LongSupplier clockNs;
    private final Map<RateKind, TokenBucket> all = new EnumMap<>(RateKind.class);
    private final ConcurrentHashMap<Key, TokenBucket> collections = new ConcurrentHashMap<>();

    private record Key(RateKind kind, String database, String collection) {}

    private record OwnRate(String property, double unit) {}

    /**
     * Creates it with full buckets.
     *
     * @param catalog names what properties belong to
     * @param clockNs a monotonic clock
     */
    public Admission(RateLimits limits, QuotaLimits quotas, Supplier<Catalog> catalog, LongSupplier clockNs) {
        this.limits = limits;
        this.quotas = new Quotas(quotas);
        this.catalog = catalog;
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
     * @throws DatabaseException SERVICE_RATE_LIMIT naming the rate; SERVICE_QUOTA_EXCEEDED with the reason
     */
    public void admit(String method, Supplier<String> database, Message request) {
        RateKind kind = KINDS.get(method);
        if (kind == null) {
            return;
        }
        Catalog now = catalog.get();
        String databaseName = database.get();
        Optional<Database> owner = now.databaseNames()
                .find(databaseName.isEmpty() ? Database.DEFAULT_NAME : databaseName)
                .flatMap(now.databases()::find);
        List<String> names = collections(request);
        List<Collection> found = owner.stream()
                .flatMap(present -> names.stream().flatMap(name -> now.collection(present.id(), name).stream()))
                .toList();
        quotas.check(kind, now, owner.orElse(NOWHERE), found);
        take(kind, new About(databaseName, names, found), request);
    }

    /** What a request is about: names as given, and those collections that exist. */
    private record About(String database, List<String> names, List<Collection> collections) {}

    /** A rate of one collection. */
    private record Narrow(Key key, double perSecond) {}

    private void take(RateKind kind, About about, Message request) {
        List<Narrow> narrow = narrow(kind, about);
        TokenBucket ofAll = all.get(kind);
        if (narrow.isEmpty() && ofAll == null) {
            return;
        }
        double cost = cost(kind, request);
        long nowNs = clockNs.getAsLong();
        // The narrow limit first: who exceeds it takes nothing from the others.
        narrow.forEach(rate -> take(bucket(rate.key(), rate.perSecond(), nowNs), cost, nowNs));
        if (ofAll != null) {
            take(ofAll, cost, nowNs);
        }
    }

    private List<Narrow> narrow(RateKind kind, About about) {
        List<Narrow> rates = new ArrayList<>();
        OwnRate own = OWN_RATES.get(kind);
        if (own != null) {
            for (Collection collection : about.collections()) {
                Key key = new Key(kind, "", collection.id().toString());
                Quotas.number(collection.settings().properties(), own.property())
                        .ifPresent(number -> rates.add(new Narrow(key, number * own.unit())));
            }
        }
        Rate rate = limits.rates().get(kind);
        if (rate != null) {
            about.names()
                    .forEach(name -> rates.add(new Narrow(new Key(kind, about.database(), name), rate.collection())));
        }
        rates.removeIf(each -> Double.isInfinite(each.perSecond()));
        return rates;
    }

    private TokenBucket bucket(Key key, double perSecond, long nowNs) {
        if (collections.size() >= COLLECTIONS_MAX) {
            collections.values().removeIf(bucket -> bucket.isFull(nowNs));
        }
        return collections.compute(
                key,
                (_, known) ->
                        known != null && known.perSecond() == perSecond ? known : new TokenBucket(perSecond, nowNs));
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
