/**
 * Who plays: clients with their scenes, canaries, and the oracle that knows every right answer. Start at {@link
 * io.windhover.storm.play.Scene}. Knows a server only as an {@link io.windhover.storm.endpoint.Endpoint}.
 */
package io.windhover.storm.play;
