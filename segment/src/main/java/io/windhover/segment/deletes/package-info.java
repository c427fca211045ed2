/**
 * Deletes by primary key and time, and what they do to a sealed segment. Start at {@link
 * io.windhover.segment.deletes.DeleteSet}. A delete hits only rows older than itself.
 */
package io.windhover.segment.deletes;
