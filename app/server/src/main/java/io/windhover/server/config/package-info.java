/**
 * What an operator may choose. Start at {@link io.windhover.server.config.ServerConfig}; the list of keys with their
 * defaults is the resource {@code windhover.yaml}.
 */
package io.windhover.server.config;
