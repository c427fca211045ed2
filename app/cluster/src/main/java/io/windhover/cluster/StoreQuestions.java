package io.windhover.cluster;

import io.windhover.coordinator.leadership.Leadership;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.Member;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Lease;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a leader asks a member through the metadata store, where the network between the two is cut but both reach the
 * store: which version of the catalog it goes by. Else every DDL would wait for a member whose lease is renewed and whom
 * the leader cannot hear. Costs nothing while nobody is cut off.
 *
 * <pre>
 * key                  value                 written by
 * leader/asks/NAME     version               the leader
 * witness/NAME         incarnation version   the member
 * </pre>
 * Both stand under leases that end within seconds, so that nothing stays behind.
 */
final class StoreQuestions {
    private static final String ASKS = Leadership.KEY + "/asks/";
    private static final String ANSWERS = "witness/";
    private static final Duration LOOK = Duration.ofMillis(100);
    /** How long an answer stays, and a question after nobody waits for it any more. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Runtime runtime;
    private final MetaStore meta;

    StoreQuestions(Runtime runtime, MetaStore meta) {
        this.runtime = runtime;
        this.meta = meta;
    }

    /** An answer: from then on this claim of the name goes by this version or a later one. */
    record Said(long incarnation, long version) {
        byte[] encode() {
            return (incarnation + " " + version).getBytes(StandardCharsets.UTF_8);
        }

        static Said decode(byte[] value) {
            String[] parts = new String(value, StandardCharsets.UTF_8).split(" ");
            return new Said(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }
    }

    static String questionTo(MemberId member) {
        return ASKS + member;
    }

    private static String answerOf(MemberId member) {
        return ANSWERS + member;
    }

    static long version(byte[] question) {
        return Long.parseLong(new String(question, StandardCharsets.UTF_8));
    }

    /**
     * Asks a member, and returns when it goes by a version of the catalog.
     *
     * @throws DatabaseException DEADLINE_EXCEEDED if it did not say so in time; SERVICE_UNAVAILABLE if the store cannot be
     *     reached
     */
    void awaitVersion(Member member, long version, Duration timeout) {
        long endNs = runtime.monotonicNs() + timeout.toNanos();
        byte[] question = Long.toString(version).getBytes(StandardCharsets.UTF_8);
        put(questionTo(member.id()), question, timeout.plus(KEPT));
        while (!hasSaid(member, version)) {
            if (runtime.monotonicNs() > endNs) {
                throw new DatabaseException(
                        ErrorCode.DEADLINE_EXCEEDED, "member \"" + member.id() + "\" gives no answer in " + timeout);
            }
            runtime.sleep(LOOK);
        }
    }

    /** Answers; throws SERVICE_UNAVAILABLE if the store cannot be reached. */
    void say(MemberId self, Said said) {
        put(answerOf(self), said.encode(), KEPT);
    }

    private void put(String key, byte[] value, Duration kept) {
        Lease lease = meta.grantLease(kept.toMillis());
        try {
            meta.transact(List.of(), List.of(new Change.Put(key, value, Optional.of(lease))));
        } catch (MetaStore.OutcomeUnknown unknown) {
            throw new DatabaseException(
                    ErrorCode.SERVICE_UNAVAILABLE, "the metadata store gave no answer: " + unknown.getMessage());
        }
    }

    private boolean hasSaid(Member member, long version) {
        return meta.read(answerOf(member.id()))
                .map(entry -> Said.decode(entry.value()))
                .filter(said -> said.incarnation() == member.incarnation() && said.version() >= version)
                .isPresent();
    }
}
