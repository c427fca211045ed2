/**
 * The server as a user's program sees it, through the official Java client only. Start at {@link
 * io.windhover.storm.endpoint.Endpoint}.
 */
package io.windhover.storm.endpoint;
