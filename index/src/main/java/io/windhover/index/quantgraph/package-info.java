/**
 * A graph of one layer whose links carry short codes of the rows they lead to, and its build. Start at {@link
 * io.windhover.index.quantgraph.QuantGraph}. Knows no file but its own part, no request and no parameter as users write
 * them: {@code graph} makes a vector index of it.
 */
package io.windhover.index.quantgraph;
