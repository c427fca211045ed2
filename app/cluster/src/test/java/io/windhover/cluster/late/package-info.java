/** Tests of stores that are away at first. */
package io.windhover.cluster.late;
