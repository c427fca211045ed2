package io.windhover.cluster.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.role.RoleHealth;
import io.windhover.model.role.ShardWrite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: a process answers what it is and may, and nothing else. Method: an endpoint over roles that do little. */
class RoleEndpointTest {
    private static final CollectionId COLLECTION = new CollectionId(7);
    private static final ShardWrite WRITE = new ShardWrite(new ShardId(COLLECTION, 0), 1, List.of(), Optional.empty());
    private static final CatalogSource NO_CATALOG = new CatalogSource() {
        @Override
        public Catalog catalog() {
            throw new AssertionError("not asked for");
        }

        @Override
        public Catalog awaitVersion(long atLeast, Duration timeout) {
            throw new DatabaseException(ErrorCode.DEADLINE_EXCEEDED, "not yet");
        }
    };

    private Optional<String> reason = Optional.empty();
    private final IdleDataRole data = new IdleDataRole();
    private final IdleQuery query = new IdleQuery();

    private RoleEndpoint endpoint(IdleDataRole data) {
        Roles roles = new Roles(Optional.empty(), Optional.of(data), Optional.of(query));
        return new RoleEndpoint(() -> roles, NO_CATALOG, () -> reason);
    }

    private static ErrorCode code(RoleEndpoint endpoint, Object call) {
        return ((DatabaseException) catchThrowable(() -> endpoint.answer(call))).code();
    }

    @Test
    void callsReachTheirRoles() {
        RoleEndpoint endpoint = endpoint(data);
        assertThat(endpoint.answer(new DataCall.Append(WRITE))).isEqualTo(new Timestamp(1));
        assertThat(data.writes).containsExactly(WRITE);
        assertThat(endpoint.answer(new DataCall.IsFlushed(COLLECTION, Timestamp.ZERO)))
                .isEqualTo(new Answer.Verdict(true));
        List<ShardId> shards = List.of(new ShardId(COLLECTION, 1));
        assertThat(endpoint.answer(new MemberCall.Ready(shards))).isEqualTo(new Answer.Shards(shards));
        assertThat(code(endpoint, new MemberCall.AwaitVersion(3, Duration.ofSeconds(1))))
                .isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    }

    @Test
    void roleThatIsNotHereIsOfflineAndNoCallIsInvalid() {
        assertThat(code(endpoint(data), new CoordinatorCall.AllocateIds(1))).isEqualTo(ErrorCode.NODE_OFFLINE);
        assertThat(code(endpoint(data), "hello")).isEqualTo(ErrorCode.PARAMETER_INVALID);
    }

    @Test
    void processThatMayNotAnswerDoesNothingAndTellsItsHealth() {
        reason = Optional.of("safe mode: lease ended");
        RoleEndpoint endpoint = endpoint(data);
        assertThat(code(endpoint, new DataCall.Append(WRITE))).isEqualTo(ErrorCode.NODE_OFFLINE);
        assertThat(data.writes).isEmpty();
        Answer.Healths healths = (Answer.Healths) endpoint.answer(new MemberCall.Health());
        assertThat(healths.roles())
                .contains(new RoleHealth("member", RoleHealth.State.SAFE_MODE, List.of("safe mode: lease ended")));
    }

    /** The lease ends during the work: what was read may be old, what was written is written. */
    @Test
    void readIsAnsweredOnlyIfItStillMayBeAfterwards() {
        RoleEndpoint endpoint = endpoint(new IdleDataRole() {
            @Override
            public boolean isFlushed(CollectionId collection, Timestamp upTo) {
                reason = Optional.of("safe mode: lease ended");
                return true;
            }

            @Override
            public Timestamp append(ShardWrite write) {
                reason = Optional.of("safe mode: lease ended");
                return super.append(write);
            }
        });
        assertThat(code(endpoint, new DataCall.IsFlushed(COLLECTION, Timestamp.ZERO)))
                .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        reason = Optional.empty();
        assertThat(endpoint.answer(new DataCall.Append(WRITE))).isEqualTo(new Timestamp(1));
    }
}
