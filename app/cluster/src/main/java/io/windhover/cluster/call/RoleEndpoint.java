package io.windhover.cluster.call;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.QueryRole;
import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.port.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers the calls of other processes with what this one is. While the guard names a reason it does nothing and says
 * NODE_OFFLINE (and its health); what a read found is answered only if there still is none afterwards.
 */
public final class RoleEndpoint implements Network.Endpoint {
    private final Supplier<Roles> roles;
    private final CatalogSource catalog;
    private final Supplier<Optional<String>> guard;

    /**
     * Creates an endpoint.
     *
     * @param roles   what this process is now
     * @param catalog as this process follows it
     * @param guard   why this process may not answer now; empty = it may
     */
    public RoleEndpoint(Supplier<Roles> roles, CatalogSource catalog, Supplier<Optional<String>> guard) {
        this.roles = roles;
        this.catalog = catalog;
        this.guard = guard;
    }

    /**
     * Answers a {@link Call}.
     *
     * @throws DatabaseException what the role throws; NODE_OFFLINE if this process has not the role or may not answer, so
     *     nothing was done; SERVICE_UNAVAILABLE if it may not tell what it read; PARAMETER_INVALID for what is no call
     */
    @Override
    public Object answer(Object request) {
        if (!(request instanceof Call call)) {
            throw DatabaseException.invalid("%s is no call", request.getClass().getName());
        }
        if (call instanceof MemberCall.Health) {
            return new Answer.Healths(healths());
        }
        requireAllowed(ErrorCode.NODE_OFFLINE);
        Object answer = dispatch(call);
        if (call.isRead()) {
            requireAllowed(ErrorCode.SERVICE_UNAVAILABLE);
        }
        return answer;
    }

    private void requireAllowed(ErrorCode otherwise) {
        guard.get().ifPresent(reason -> {
            throw new DatabaseException(otherwise, otherwise.text() + ": " + reason);
        });
    }

    private List<RoleHealth> healths() {
        List<RoleHealth> all = new ArrayList<>(roles.get().healths());
        guard.get().ifPresent(reason -> all.add(new RoleHealth("member", RoleHealth.State.SAFE_MODE, List.of(reason))));
        return all;
    }

    private Object dispatch(Call call) {
        Roles now = roles.get();
        return switch (call) {
            case CoordinatorCall asked -> answer(now.requireCoordinator(), asked);
            case DataCall asked -> answer(now.requireData(), asked);
            case QueryCall asked -> answer(now.requireQuery(), asked);
            case MemberCall asked -> answer(now, asked);
        };
    }

    private static Object answer(CoordinatorRole role, CoordinatorCall call) {
        return switch (call) {
            case CoordinatorCall.Submit submit -> role.submit(submit.command(), submit.requestId());
            case CoordinatorCall.AllocateIds ids -> role.allocateIds(ids.count());
            case CoordinatorCall.Health _ -> role.roleHealth();
        };
    }

    private static Object answer(DataRole role, DataCall call) {
        return switch (call) {
            case DataCall.Append append -> role.append(append.write());
            case DataCall.SearchTail search -> role.searchTail(search.request());
            case DataCall.QueryTail query -> role.queryTail(query.request());
            case DataCall.ReadersCover covered -> {
                role.readersCover(covered.shard(), covered.upTo());
                yield new Answer.Done();
            }
            case DataCall.Flush flush -> role.flush(flush.collection());
            case DataCall.IsFlushed asked -> new Answer.Verdict(role.isFlushed(asked.collection(), asked.upTo()));
            case DataCall.Growing asked -> new Answer.Growing(role.growing(asked.collection()));
            case DataCall.Health _ -> role.roleHealth();
            case DataCall.Compact compact -> role.compact(compact.collection());
            case DataCall.Compaction asked -> new Answer.Progress(role.compaction(asked.job()));
            case DataCall.Holds asked -> new Answer.Verdict(role.holds(asked.collection()));
        };
    }

    private static Object answer(QueryRole role, QueryCall call) {
        return switch (call) {
            case QueryCall.Search search -> role.search(search.read(), search.plan());
            case QueryCall.Query query -> role.query(query.read(), query.plan());
            case QueryCall.Progress asked -> role.loadProgress(asked.collection());
            case QueryCall.LoadedSegments asked -> new Answer.Loaded(role.loadedSegments(asked.collection()));
            case QueryCall.Ready asked -> new Answer.Shards(role.ready(asked.shards()));
            case QueryCall.Holds asked -> new Answer.Verdict(role.holds(asked.collection()));
            case QueryCall.Health _ -> role.roleHealth();
        };
    }

    private Object answer(Roles now, MemberCall call) {
        return switch (call) {
            case MemberCall.AwaitVersion await -> {
                Catalog published = catalog.awaitVersion(await.version(), await.timeout());
                yield new Answer.Version(published.version());
            }
            case MemberCall.Ready asked ->
                new Answer.Shards(
                        now.query().map(role -> role.ready(asked.shards())).orElse(List.of()));
            case MemberCall.Holds asked ->
                new Answer.Verdict(now.data()
                                .filter(role -> role.holds(asked.collection()))
                                .isPresent()
                        || now.query()
                                .filter(role -> role.holds(asked.collection()))
                                .isPresent());
            case MemberCall.Health _ -> new Answer.Healths(healths());
        };
    }
}
