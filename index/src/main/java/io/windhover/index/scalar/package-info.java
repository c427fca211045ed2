/**
 * Indexes on the values of one scalar or array field of one sealed segment: they answer filter predicates with the set
 * of rows for which a scan would say true. Start at {@link io.windhover.index.scalar.ScalarIndexes}. An index is a
 * sorted dictionary of the distinct values and, per value, the rows that have it; the index types differ in how these
 * two parts are stored. {@link io.windhover.index.scalar.NgramIndex} names candidates instead, which its caller looks
 * at. Reads serialised memory in place, never changes it, and knows no filter language.
 */
package io.windhover.index.scalar;
