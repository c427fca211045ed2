/**
 * The whole database in one simulated process, with clients that know what it must answer. Start at {@link
 * io.windhover.simulation.database.DatabaseStorm}. May not reach around {@link io.windhover.proxy.Requests}, except to
 * see at the end what was given back.
 */
package io.windhover.simulation.database;
