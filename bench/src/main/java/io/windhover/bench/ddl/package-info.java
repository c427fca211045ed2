/**
 * Measures how fast metadata changes become durable, and whether they stay so. Start at {@link
 * io.windhover.bench.ddl.DdlScaleBench}.
 */
package io.windhover.bench.ddl;
