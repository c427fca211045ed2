/** Tests of the deliberate bugs. */
package io.windhover.simulation.mutation;
