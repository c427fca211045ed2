package io.windhover.proxy.filter;

import java.util.Optional;

/** What is wrong with a filter, before it is told to the user; never leaves this package. */
final class FilterFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Optional<Span> place;

    FilterFault(Optional<Span> place, String message) {
        super(message, null, false, false);
        this.place = place;
    }

    static FilterFault at(Span place, String format, Object... values) {
        return new FilterFault(Optional.of(place), values.length == 0 ? format : String.format(format, values));
    }

    /** Returns where it is, unless the message says so. */
    Optional<Span> place() {
        return place;
    }
}
