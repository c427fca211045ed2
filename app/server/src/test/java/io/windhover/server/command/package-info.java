/** The program as a process of its own. */
package io.windhover.server.command;
