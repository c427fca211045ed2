package io.windhover.coordinator.catalog;

import io.windhover.model.RequestId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.CommandResult;
import java.util.ArrayList;
import java.util.List;

/** The values of the head and of request results. */
final class RequestValues {
    private static final int VERSION = 1;

    private RequestValues() {}

    static byte[] encode(String key, CatalogHead head) {
        return new ValueWriter(VERSION)
                .number(head.version())
                .time(head.timestamp())
                .number(head.idCeiling())
                .fixed(head.incarnation())
                .number(head.transaction())
                .number(head.formats().follow())
                .number(head.formats().lead())
                .end(key);
    }

    static CatalogHead decodeHead(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, VERSION);
        long version = in.number();
        Timestamp timestamp = in.time();
        long idCeiling = in.number();
        long incarnation = in.fixed();
        long transaction = in.number();
        CatalogFormats formats = in.isAtEnd() ? CatalogFormats.OWN : new CatalogFormats(in.count(), in.count());
        return new CatalogHead(version, timestamp, idCeiling, incarnation, transaction, formats);
    }

    static byte[] encode(String key, StoredResults results) {
        ValueWriter out = new ValueWriter(VERSION)
                .number(results.committedMs())
                .number(results.results().size());
        for (StoredResults.Result result : results.results()) {
            out.text(result.request().value())
                    .number(result.result().catalogVersion())
                    .number(result.result().id());
        }
        return out.end(key);
    }

    static StoredResults decodeResults(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, VERSION);
        long committedMs = in.number();
        int count = in.count();
        List<StoredResults.Result> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RequestId request = new RequestId(in.text());
            long version = in.number();
            results.add(new StoredResults.Result(request, new CommandResult(version, in.number(), true)));
        }
        return new StoredResults(CatalogKeys.id(key, 0), committedMs, results);
    }
}
