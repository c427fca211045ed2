package io.windhover.segment.search;

import io.windhover.index.bits.Bits;
import io.windhover.model.Timestamp;
import io.windhover.segment.rows.SegmentView;

/**
 * When a read takes place.
 *
 * @param at          exactly the changes up to here are visible
 * @param expiredUpTo rows of this time or before are expired; ZERO = none is
 */
record ReadTime(Timestamp at, Timestamp expiredUpTo) {
    /** Returns the rows that a read at this time sees; the set may be shared. */
    Bits visible(SegmentView view) {
        Bits visible = view.visible(at);
        return expiredUpTo.equals(Timestamp.ZERO) ? visible : view.later(visible, expiredUpTo);
    }
}
