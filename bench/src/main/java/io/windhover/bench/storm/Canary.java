package io.windhover.bench.storm;

import io.grpc.StatusRuntimeException;
import io.windhover.bench.load.CallFailed;
import io.windhover.bench.load.DdlCalls;
import io.windhover.bench.load.MilvusClient;
import java.util.List;
import java.util.SplittableRandom;

/** Reads the rows that nobody touches while the storm goes on, and checks every answer. */
final class Canary {
    private static final String PARTITION = "_default";

    private final Log log;
    private final MilvusClient client;
    private final DdlCalls ddl;
    private final StormSetting setting;
    private final SplittableRandom random;

    Canary(Log log, MilvusClient client, StormSetting setting) {
        this.log = log;
        this.client = client;
        this.ddl = new DdlCalls(client);
        this.setting = setting;
        this.random = new SplittableRandom(setting.seed());
    }

    /** Counts all, counts by filter, reads one by key. */
    void look() {
        try {
            expect(
                    "count",
                    log.timed("canary count", () -> ddl.count(setting.collection(), PARTITION, "")),
                    setting.base());
            int version = random.nextInt(10);
            String filter = MilvusClient.VERSION + " == " + version;
            long matching = log.timed("canary filter", () -> ddl.count(setting.collection(), PARTITION, filter));
            expect("count of " + filter, matching, setting.baseRowsOf(version));
            long key = random.nextLong(setting.base());
            var rows = log.timed("canary get", () -> client.byKeys(setting.collection(), List.of(key)));
            expect(
                    "rows of key " + key,
                    rows.getFieldsData(0).getScalars().getLongData().getDataCount(),
                    1);
        } catch (CallFailed | StatusRuntimeException failure) {
            log.wrong("a canary was refused: " + failure.getMessage());
        }
    }

    private void expect(String what, long got, long expected) {
        if (got != expected) {
            log.wrong("canary: " + what + " is " + got + ", not " + expected);
        }
    }
}
