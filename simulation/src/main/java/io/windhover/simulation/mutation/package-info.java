/**
 * Deliberate bugs, to see whether the simulation would find them. Start at {@link
 * io.windhover.simulation.mutation.Mutation}. They sit between the parts of a database and between it and its disk; no
 * room knows of them.
 */
package io.windhover.simulation.mutation;
