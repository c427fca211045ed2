/**
 * What is counted while the database runs: counters, gauges, histograms with labels, updated without locks. Start at
 * {@link io.windhover.runtime.metrics.Metrics}; whoever exports reads {@code families()}. May not know an exporter.
 */
package io.windhover.runtime.metrics;
