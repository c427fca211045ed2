/**
 * Sets of rows as dense bits, and three-valued truth on top of them. Start at {@link io.windhover.index.bits.Bits}.
 * Nothing here is safe for concurrent writing, and nothing here knows what a row is.
 */
package io.windhover.index.bits;
