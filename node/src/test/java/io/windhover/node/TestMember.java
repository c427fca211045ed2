package io.windhover.node;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.node.data.DataNode;
import io.windhover.node.query.QueryNode;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.simulated.SimulatedProcess;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One process of a simulated cluster. It answers only while it is a member, as a process does that looks at its lease
 * before and after each request.
 */
final class TestMember {
    private static final Duration CALL_MAX = Duration.ofSeconds(10);

    private final MemberId id;
    private final SimulatedProcess process;
    private final FollowerCatalog catalog;
    private final DataNode data;
    private final QueryNode query;
    private volatile boolean held = true;
    private volatile int incarnation;

    TestMember(MemberId id, SimulatedProcess process, FollowerCatalog catalog, DataNode data, QueryNode query) {
        this.id = id;
        this.process = process;
        this.catalog = catalog;
        this.data = data;
        this.query = query;
    }

    MemberId id() {
        return id;
    }

    SimulatedProcess process() {
        return process;
    }

    FollowerCatalog catalog() {
        return catalog;
    }

    DataNode data() {
        return data;
    }

    QueryNode query() {
        return query;
    }

    /** Tells whether its lease runs. */
    boolean isMember() {
        return held && process.isAlive();
    }

    /** Loses the lease and hears nothing any more, but goes on with what it does. */
    void loseLease() {
        held = false;
        incarnation++;
        catalog.freeze(true);
    }

    /** Hears again, and is a member when its catalog has caught up. */
    void takeLease(long head) {
        catalog.freeze(false);
        catalog.awaitVersion(head, CALL_MAX);
        held = true;
    }

    /** Calls it from another process; an answer after a lost lease is none. */
    <T> T call(Runtime caller, Supplier<T> request) {
        if (!process.isAlive()) {
            throw DatabaseException.of(ErrorCode.NODE_OFFLINE, "node", id);
        }
        if (!held) {
            throw DatabaseException.of(ErrorCode.SERVICE_UNAVAILABLE, "member", id);
        }
        int began = incarnation;
        Promise<T> answer = caller.promise();
        process.runtime().fork("call", () -> {
            try {
                T value = request.get();
                if (held && incarnation == began) {
                    answer.complete(value);
                } else {
                    answer.fail(DatabaseException.of(ErrorCode.SERVICE_UNAVAILABLE, "member", id));
                }
            } catch (DatabaseException failure) {
                answer.fail(failure);
            }
        });
        return answer.await(CALL_MAX)
                .orElseThrow(() -> DatabaseException.of(ErrorCode.SERVICE_UNAVAILABLE, "silent", id));
    }
}
