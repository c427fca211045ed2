/** Runs of the whole database short enough for every build. */
package io.windhover.simulation.database;
