/**
 * Values of the model as bytes and back, by their types alone. Start at {@link io.windhover.cluster.message.MessageCodec}.
 * Knows nothing of who sends what.
 */
package io.windhover.cluster.message;
