/** Measures how fast metadata changes become durable. Start at {@link io.windhover.bench.ddl.PartitionRate}. */
package io.windhover.bench.ddl;
