/** Tests of the relay. */
package io.windhover.server.command.cluster.relay;
