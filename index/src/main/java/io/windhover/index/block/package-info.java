/**
 * The file form that scalar and sparse indexes share: sections of little-endian bytes under one checksum, read where
 * they lie. Start at {@link io.windhover.index.block.Block}. Knows nothing of what the sections mean.
 */
package io.windhover.index.block;
