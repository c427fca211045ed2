/** Exact search by comparing every row. Start at {@link io.windhover.index.flat.FlatSearcher}. Holds no state. */
package io.windhover.index.flat;
