/**
 * How often users may ask. Start at {@link io.windhover.server.limit.Admission}. It refuses before a request is looked
 * at; it may not wait, and knows nothing of what requests do.
 */
package io.windhover.server.limit;
