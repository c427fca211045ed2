/**
 * A database in services that several processes share; start at {@link io.windhover.server.shared.SharedDatabase}.
 */
package io.windhover.server.shared;
