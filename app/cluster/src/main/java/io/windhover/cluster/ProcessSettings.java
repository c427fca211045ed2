package io.windhover.cluster;

import io.windhover.embedded.StandaloneSettings;
import io.windhover.model.Invariant;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import java.time.Duration;

/**
 * What a process of a cluster is told once at its start.
 *
 * @param self       what the others shall know of it; its incarnation is replaced
 * @param term       how long it may serve after it last heard from the metadata store, at least a second
 * @param drain      how long it waits at its end for others to take what it has
 * @param changesMax keys that one transaction of the metadata store may change
 * @param idsAhead   ids that are taken ahead, so that rows get theirs while nobody leads
 * @param database   of the rooms
 */
public record ProcessSettings(
        Member self, Duration term, Duration drain, int changesMax, int idsAhead, StandaloneSettings database) {
    /** Rejects a process that is nothing, and a term that is too short. */
    public ProcessSettings {
        Invariant.check(!self.roles().isEmpty(), "member {} has no role", self.id());
        Invariant.check(term.toMillis() >= 1_000, "a term of {}", term);
    }

    /** Tells whether the process has a role. */
    public boolean is(ClusterRole role) {
        return self.is(role);
    }
}
