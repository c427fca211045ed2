/** The space in which indexes with codes place rows and queries, see {@link io.windhover.index.space.Projection}. */
package io.windhover.index.space;
