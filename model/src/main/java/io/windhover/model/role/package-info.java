/**
 * How the roles speak with each other: interfaces and the records they take and return. Start at {@link
 * io.windhover.model.role.CoordinatorRole}. A direct call, gRPC and the simulated network carry them; a role never
 * imports another.
 */
package io.windhover.model.role;
