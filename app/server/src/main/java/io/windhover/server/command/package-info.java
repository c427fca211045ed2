/** The program's command line. Start at {@link io.windhover.server.command.Main}. */
package io.windhover.server.command;
