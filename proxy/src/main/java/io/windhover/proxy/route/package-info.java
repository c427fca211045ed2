/**
 * The way from a request to the roles that serve it: name resolution against one catalog, deadlines, fan-out over
 * shards. Start at {@link io.windhover.proxy.route.Roles}.
 */
package io.windhover.proxy.route;
