package io.windhover.server.milvus;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.ErrorCode.Blame;
import io.windhover.server.log.LogSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Says in the log what requests did: every DDL command, what the server could not do, what was slow, and every request if
 * that is wanted. Names and numbers only, never rows, vectors, filters or their values. What repeats is said every ten
 * seconds with the number of times in between.
 */
final class RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    private static final Set<String> DDL = Set.of(
            "CreateDatabase",
            "DropDatabase",
            "AlterDatabase",
            "CreateCollection",
            "DropCollection",
            "TruncateCollection",
            "RenameCollection",
            "AlterCollection",
            "AlterCollectionField",
            "AddCollectionField",
            "CreatePartition",
            "DropPartition",
            "CreateAlias",
            "DropAlias",
            "AlterAlias",
            "CreateIndex",
            "DropIndex",
            "AlterIndex",
            "LoadCollection",
            "ReleaseCollection",
            "LoadPartitions",
            "ReleasePartitions");
    private static final Set<String> READS_AND_WRITES =
            Set.of("Search", "HybridSearch", "Query", "Insert", "Upsert", "Delete");

    /** What a request is about, as fields of its message, with the keys of the log. */
    private static final Map<String, String> SUBJECTS = new TreeMap<>(Map.of(
            "collection_name", "collection",
            "collection_names", "collections",
            "partition_name", "partition",
            "partition_names", "partitions",
            "index_name", "index",
            "alias", "alias"));

    private static final int NAMES_MAX = 8;

    private final LogSettings settings;
    private final LongSupplier catalogVersion;
    private final LongSupplier clockNs;
    private final RepeatedLines repeated = new RepeatedLines();

    /** A request that was answered. */
    record Ended(String method, Caller caller, Message request, Optional<DatabaseException> failure, long durationNs) {
        int code() {
            return failure.map(cause -> cause.code().wireCode()).orElse(0);
        }
    }

    /**
     * @param settings       what is logged
     * @param catalogVersion newest published
     * @param clockNs        a monotonic clock
     */
    RequestLog(LogSettings settings, LongSupplier catalogVersion, LongSupplier clockNs) {
        this.settings = settings;
        this.catalogVersion = catalogVersion;
        this.clockNs = clockNs;
    }

    /** Logs a request if it is one of those that are logged. */
    void ended(Ended call) {
        boolean isDdl = DDL.contains(call.method());
        if (call.failure().isPresent()) {
            failed(call, call.failure().get(), isDdl);
        } else if (isDdl) {
            line(Level.INFO, call)
                    .addKeyValue("catalog_version", catalogVersion.getAsLong())
                    .log("DDL done");
        }
        if (READS_AND_WRITES.contains(call.method())
                && call.durationNs() >= settings.slowQuery().toNanos()) {
            bounded(Level.WARN, call, "slow request", Optional.empty());
        }
        if (settings.everyAccess() && LOG.isInfoEnabled()) {
            line(Level.INFO, call).log("request");
        }
    }

    private void failed(Ended call, DatabaseException failure, boolean isDdl) {
        if (failure.code().blame() != Blame.USER) {
            bounded(Level.WARN, call, "request failed", Optional.of(failure));
        } else if (isDdl) {
            bounded(Level.INFO, call, "DDL refused", Optional.of(failure));
        } else if (LOG.isDebugEnabled()) {
            line(Level.DEBUG, call).log("request refused");
        }
    }

    /** Logs a failure that nobody foresaw, with its stack. */
    void unexpected(String method, Caller caller, Throwable cause) {
        String message = "unexpected failure";
        RepeatedLines.Kind kind = new RepeatedLines.Kind(message, method, ErrorCode.UNEXPECTED.wireCode());
        OptionalLong before = repeated.pass(kind, clockNs.getAsLong());
        if (before.isPresent()) {
            withHeldBack(LOG.atError(), before.getAsLong())
                    .addKeyValue("method", method)
                    .addKeyValue("request_id", caller.requestId())
                    .setCause(cause)
                    .log(message);
        }
    }

    private static LoggingEventBuilder withHeldBack(LoggingEventBuilder line, long heldBack) {
        return heldBack == 0 ? line : line.addKeyValue("held_back", heldBack);
    }

    private void bounded(Level level, Ended call, String message, Optional<DatabaseException> failure) {
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        RepeatedLines.Kind kind = new RepeatedLines.Kind(message, call.method(), call.code());
        OptionalLong before = repeated.pass(kind, clockNs.getAsLong());
        if (before.isPresent()) {
            LoggingEventBuilder line = line(level, call);
            failure.ifPresent(cause -> line.addKeyValue("reason", cause.getMessage()));
            withHeldBack(line, before.getAsLong()).log(message);
        }
    }

    private static String names(Object field) {
        if (!(field instanceof List<?> names)) {
            return field.toString();
        }
        String first = names.stream().limit(NAMES_MAX).map(String::valueOf).collect(Collectors.joining(","));
        return names.size() > NAMES_MAX ? first + ",…" : first;
    }

    private static LoggingEventBuilder line(Level level, Ended call) {
        LoggingEventBuilder line = LOG.atLevel(level).addKeyValue("method", call.method());
        String database = call.caller().databaseOf(call.request());
        line.addKeyValue("database", database.isEmpty() ? "default" : database);
        SUBJECTS.forEach((name, key) -> {
            FieldDescriptor field = call.request().getDescriptorForType().findFieldByName(name);
            String value = field == null ? "" : names(call.request().getField(field));
            if (!value.isEmpty()) {
                line.addKeyValue(key, value);
            }
        });
        line.addKeyValue("code", call.code());
        call.failure().ifPresent(cause -> line.addKeyValue("error", cause.code().name()));
        return line.addKeyValue("took_ms", call.durationNs() / 1_000_000)
                .addKeyValue("request_id", call.caller().requestId());
    }
}
