/**
 * Changes and descriptions of the catalog, and what storage says of it. Start at {@link
 * io.windhover.proxy.ddl.Definitions}. Names of things that exist are resolved by the coordinator, never here.
 */
package io.windhover.proxy.ddl;
