/**
 * What the processes of a database ask each other. Start at {@link io.windhover.cluster.call.Call}; {@link
 * io.windhover.cluster.call.RoleEndpoint} answers, {@link io.windhover.cluster.call.Caller} asks. Knows no transport.
 */
package io.windhover.cluster.call;
