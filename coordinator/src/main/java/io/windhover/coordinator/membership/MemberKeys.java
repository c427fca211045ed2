package io.windhover.coordinator.membership;

import io.windhover.coordinator.catalog.ValueReader;
import io.windhover.coordinator.catalog.ValueWriter;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.runtime.port.MetaStore.Snapshot;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of members in the metadata store; the format is specified in {@code docs/formats/metadata.md}. */
public final class MemberKeys {
    /** Every member that is there has a key under this. */
    public static final String PREFIX = "members/";

    private static final int VERSION = 1;

    private MemberKeys() {}

    /** Returns the key of a name. */
    static String key(MemberId id) {
        return PREFIX + id.name();
    }

    /** Returns the name that a key is of. */
    static MemberId id(String key) {
        return new MemberId(key.substring(PREFIX.length()));
    }

    static byte[] encode(Member member) {
        return new ValueWriter(VERSION)
                .fixed(member.incarnation())
                .text(member.address())
                .texts(Arrays.stream(ClusterRole.values())
                        .filter(member::is)
                        .map(ClusterRole::name)
                        .toList())
                .text(member.resourceGroup())
                .flag(member.draining())
                .text(member.version())
                .end(key(member.id()));
    }

    /** Reads a member; roles that this program does not know are left out. Throws DATA_INTEGRITY naming the key. */
    static Member decode(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, VERSION);
        long incarnation = in.fixed();
        String address = in.text();
        Set<ClusterRole> roles = EnumSet.noneOf(ClusterRole.class);
        in.textList().forEach(name -> role(name).ifPresent(roles::add));
        String group = in.text();
        boolean draining = in.flag();
        return new Member(id(key), incarnation, address, roles, group, draining, in.text());
    }

    private static Optional<ClusterRole> role(String name) {
        return Arrays.stream(ClusterRole.values())
                .filter(role -> role.name().equals(name))
                .findFirst();
    }

    /** Reads all members of one version of the store. Throws DATA_INTEGRITY naming the key that cannot be read. */
    public static Members decode(Snapshot snapshot) {
        return members(
                snapshot.version(),
                snapshot.entries().stream()
                        .map(entry -> decode(entry.key(), entry.value()))
                        .toList());
    }

    /** A cluster that nobody has written to yet is not the same as a database in one process, which has version 0. */
    static Members members(long version, List<Member> all) {
        return new Members(Math.max(1, version), all);
    }
}
