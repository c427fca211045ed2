package io.windhover.coordinator.witness;

import io.windhover.model.MemberId;
import io.windhover.model.cluster.Member;
import java.util.Map;

/**
 * Who was there at a moment when a version of the catalog was durable already. Whoever joins later reads that version or
 * a later one before it serves, so it need not be asked.
 *
 * @param version of the catalog
 * @param present by name and incarnation, those that act on the catalog
 */
record Roll(long version, Map<Key, Member> present) {
    /** One that is there: whoever comes back under the same name is another. */
    record Key(MemberId id, long incarnation) implements Comparable<Key> {
        static Key of(Member member) {
            return new Key(member.id(), member.incarnation());
        }

        @Override
        public int compareTo(Key other) {
            int byName = id.compareTo(other.id);
            return byName != 0 ? byName : Long.compare(incarnation, other.incarnation);
        }
    }
}
