package io.windhover.proxy.request;

/** How far loading is. */
public sealed interface LoadStatus {
    /** Neither wanted nor there. */
    record NotLoaded() implements LoadStatus {}

    /** Wanted; so many percent are there. */
    record Loading(int percent) implements LoadStatus {}

    /** All there. */
    record Loaded() implements LoadStatus {}
}
