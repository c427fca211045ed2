/**
 * How lines of the log look. Start at {@link io.windhover.server.log.LogSetup}; nothing else knows what writes the log.
 */
package io.windhover.server.log;
