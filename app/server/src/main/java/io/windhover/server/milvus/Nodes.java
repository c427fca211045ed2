package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.proto.common.NodeInfo;

/**
 * Processes as clients see them: by numbers. That of a member is made from its name, so it stays the same when the member
 * comes back; a database in one process is node 1.
 */
final class Nodes {
    /** The only node of a standalone server. */
    static final long ALONE = 1;

    private static final long HASH_START = 0xcbf29ce484222325L;
    private static final long HASH_FACTOR = 0x100000001b3L;
    /** Clients in JavaScript know integers up to 53 bits only. */
    private static final long NUMBER_BITS = (1L << 53) - 1;

    private Nodes() {}

    /** Returns the number of a member, 2 to 2^53 - 1 (64-bit FNV-1a of its name, cut). */
    static long number(MemberId member) {
        long hash = HASH_START;
        for (char c : member.name().toCharArray()) {
            hash = (hash ^ c) * HASH_FACTOR;
        }
        return Math.max(ALONE + 1, hash & NUMBER_BITS);
    }

    /** Finds the reader that has a number. Throws NODE_NOT_FOUND. */
    static MemberId reader(Members members, long number) {
        return members.with(ClusterRole.QUERY).stream()
                .map(Member::id)
                .filter(member -> number(member) == number)
                .findFirst()
                .orElseThrow(() -> DatabaseException.of(ErrorCode.NODE_NOT_FOUND, "node", number));
    }

    /** Returns a member for clients. */
    static NodeInfo of(Member member) {
        return NodeInfo.newBuilder()
                .setNodeId(number(member.id()))
                .setAddress(member.address())
                .setHostname(member.id().name())
                .build();
    }
}
