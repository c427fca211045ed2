/**
 * An inverted file: rows in lists of the nearest of some centroids, with short codes, and its build. Start at {@link
 * io.windhover.index.ivf.Ivf}. Knows no file but its own part, no request and no parameter as users write them: {@code
 * graph} makes a vector index of it.
 */
package io.windhover.index.ivf;
