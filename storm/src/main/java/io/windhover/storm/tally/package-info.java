/**
 * What all clients saw: latencies, failures by class and text, wrong answers, and both over time. Start at {@link
 * io.windhover.storm.tally.Journal}. Judges nothing that it is not told.
 */
package io.windhover.storm.tally;
