package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.Invariant;
import io.windhover.model.RequestId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.IdWindow;
import io.windhover.runtime.Promise;
import io.windhover.runtime.port.MetaStore.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Commands that become durable together: decided one after another on a state that runs ahead of what is published,
 * written as one transaction, and only then answered. Owned by one fiber.
 */
final class CatalogBatch {
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final Map<RequestId, CommandResult> results = new LinkedHashMap<>();
    private final QuietAnswers quiet = new QuietAnswers(Integer.MAX_VALUE);
    private final List<Runnable> answers = new ArrayList<>();
    private final List<Promise<?>> waiting = new ArrayList<>();
    private final List<Command> committed = new ArrayList<>();
    private CatalogState state;
    private Timestamp timestamp;
    private long nextId;

    CatalogBatch(CatalogState state, Timestamp timestamp, long nextId) {
        this.state = state;
        this.timestamp = timestamp;
        this.nextId = nextId;
    }

    CatalogState state() {
        return state;
    }

    Timestamp timestamp() {
        return timestamp;
    }

    long nextId() {
        return nextId;
    }

    /** Returns the result of a request that an earlier command of this batch had. */
    Optional<CommandResult> find(RequestId request) {
        return Optional.ofNullable(results.get(request));
    }

    /** Returns the answers that changed nothing; they hold once this batch is durable. */
    QuietAnswers quiet() {
        return quiet;
    }

    /** Returns how many keys the transaction would change with {@code more} besides, head and results included. */
    int operations(int more) {
        return changes.size() + more + 2;
    }

    boolean hasChanges() {
        return !changes.isEmpty();
    }

    boolean isEmpty() {
        return answers.isEmpty();
    }

    /** Adds a commit; of two changes of one key the later stays. */
    void commit(CatalogMessage.Submit submit, Decision.Commit commit, Timestamp at) {
        for (CatalogChange change : commit.changes()) {
            Change encoded = CatalogCodec.encode(change);
            changes.put(key(encoded), encoded);
        }
        results.put(submit.request(), commit.result());
        committed.add(submit.command());
        state = commit.next();
        timestamp = at;
        nextId = commit.nextId();
        answer(submit.answer(), commit.result());
    }

    /** Returns the commands that change something, in order. */
    List<Command> committed() {
        return committed;
    }

    /** Adds an answer that does not change anything but holds only if this batch becomes durable. */
    void answer(Promise<CommandResult> answer, CommandResult result) {
        waiting.add(answer);
        answers.add(() -> answer.complete(result));
    }

    /** Adds a decision that changes nothing but holds only if this batch becomes durable. */
    void quiet(RequestId request, Decision decision, Promise<CommandResult> answer) {
        quiet.add(request, decision);
        switch (decision) {
            case Decision.Already already -> answer(answer, already.result());
            case Decision.Reject reject -> refuse(answer, reject.toException());
            case Decision.Commit _ -> throw Invariant.unreachable("a commit is not quiet");
        }
    }

    /** Adds a refusal that was decided on the state of this batch. */
    void refuse(Promise<CommandResult> answer, DatabaseException reason) {
        waiting.add(answer);
        answers.add(() -> answer.fail(reason));
    }

    /** Takes ids. */
    void takeIds(int count, Promise<IdWindow> answer) {
        IdWindow window = new IdWindow(nextId, count);
        nextId += count;
        waiting.add(answer);
        answers.add(() -> answer.complete(window));
    }

    /** Returns the results to be stored. */
    StoredResults results(long nowMs) {
        List<StoredResults.Result> list = new ArrayList<>();
        results.forEach((request, result) -> list.add(new StoredResults.Result(request, result)));
        return new StoredResults(state.catalog().version(), nowMs, list);
    }

    List<Change> changes() {
        return new ArrayList<>(changes.values());
    }

    void succeed() {
        answers.forEach(Runnable::run);
    }

    void fail(RuntimeException reason) {
        waiting.forEach(promise -> promise.fail(reason));
    }

    private static String key(Change change) {
        return switch (change) {
            case Change.Put put -> put.key();
            case Change.Delete delete -> delete.key();
        };
    }
}
