/**
 * What the database needs from outside: metadata, write-ahead log, objects, network and disk. Each port has one contract
 * test suite that every implementation passes, the simulated ones included. Start at {@link
 * io.windhover.runtime.port.MetaStore}. May not depend on an implementation.
 */
package io.windhover.runtime.port;
