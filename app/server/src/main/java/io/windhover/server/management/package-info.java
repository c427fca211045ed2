/** Health and metrics over HTTP. Start at {@link io.windhover.server.management.Management}. */
package io.windhover.server.management;
