/**
 * What a collection looks like: fields, types and index definitions. Start at {@link
 * io.windhover.model.schema.CollectionSchema}. Values only; what is allowed is decided in the proxy.
 */
package io.windhover.model.schema;
