/** A cluster on one machine, with processes and services that do nothing but run. */
package io.windhover.server.command.cluster;
