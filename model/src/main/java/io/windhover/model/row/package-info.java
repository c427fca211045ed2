/**
 * Rows on their way: single values, columns of many, batches. Start at {@link io.windhover.model.row.RowBatch}. Columns
 * own primitive arrays that nobody changes after they were handed over.
 */
package io.windhover.model.row;
