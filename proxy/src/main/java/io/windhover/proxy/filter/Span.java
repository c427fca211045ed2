package io.windhover.proxy.filter;

import org.antlr.v4.runtime.Token;

/**
 * A piece of a filter's text.
 *
 * @param line   from 1
 * @param column from 0, in code points
 * @param from   first code point, from 0
 * @param to     code point after the last
 */
record Span(int line, int column, int from, int to) {
    static Span of(Token first, Token last) {
        return new Span(first.getLine(), first.getCharPositionInLine(), first.getStartIndex(), last.getStopIndex() + 1);
    }

    /** Returns the piece from the start of this one to the end of another. */
    Span until(Span end) {
        return new Span(line, column, from, end.to);
    }

    /** Cuts the piece out of the filter. */
    String of(String filter) {
        int start = filter.offsetByCodePoints(0, from);
        return filter.substring(start, filter.offsetByCodePoints(start, to - from));
    }
}
