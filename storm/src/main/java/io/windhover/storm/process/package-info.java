/**
 * Server processes on this machine: started, killed on purpose, measured. Start at {@link
 * io.windhover.storm.process.LocalServer}.
 */
package io.windhover.storm.process;
