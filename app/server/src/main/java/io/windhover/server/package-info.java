/**
 * The standalone server: a database behind Milvus's wire. Start at {@link io.windhover.server.Server}, or at {@link
 * io.windhover.server.command.Main} for the program.
 */
package io.windhover.server;
