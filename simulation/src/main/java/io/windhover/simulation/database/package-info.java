/**
 * The whole database of one process in storms: concurrent DDL, writes and reads, kills and power losses, with a model of
 * every row. Start at {@link io.windhover.simulation.database.DdlStorm}. May use the database through its front only.
 */
package io.windhover.simulation.database;
