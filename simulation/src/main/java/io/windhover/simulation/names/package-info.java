/**
 * What DDL on names that several clients share does when nobody is beside the caller: small models of the objects whose
 * histories are checked. Start at {@link io.windhover.simulation.names.CollectionNames}. No database is called here.
 */
package io.windhover.simulation.names;
