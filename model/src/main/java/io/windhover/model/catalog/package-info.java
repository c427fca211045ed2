/**
 * The durable truth about what exists, as one immutable snapshot with a version. Start at {@link
 * io.windhover.model.catalog.Catalog}. Only the coordinator makes new ones; everyone else reads one per request.
 */
package io.windhover.model.catalog;
