/**
 * Those who do: {@link io.windhover.node.data} owns shards, {@link io.windhover.node.query} holds what is loaded. Start
 * at {@code Node}, which assembles both for one process. Decides nothing about what exists: it follows
 * the catalog.
 */
package io.windhover.node;
