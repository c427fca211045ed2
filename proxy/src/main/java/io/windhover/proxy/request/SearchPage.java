package io.windhover.proxy.request;

/**
 * A part of all hits of one query, best first.
 *
 * @param hits      empty = there are no more
 * @param lastScore the next page begins behind it: rows of equal scores are never on two pages
 */
public record SearchPage(SearchResult hits, float lastScore) {}
