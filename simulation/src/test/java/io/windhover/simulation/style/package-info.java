/** Holds the source to its own rules: sizes, names, directions between rooms. Start at {@link SourceSizeTest}. */
package io.windhover.simulation.style;
