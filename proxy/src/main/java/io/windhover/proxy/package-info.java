/**
 * The front, without a transport: every request of a user as a typed method that checks, plans, routes and reduces.
 * Start at {@link io.windhover.proxy.Requests}. Embedded mode calls it directly; the server translates the wire to it.
 * May not import the coordinator or a node; holds no locks and no state but the roles it calls.
 */
package io.windhover.proxy;
