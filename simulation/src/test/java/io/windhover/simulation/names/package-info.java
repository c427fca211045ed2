/** Whether the models of names take right histories and no others. */
package io.windhover.simulation.names;
