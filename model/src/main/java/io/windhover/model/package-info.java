/** The words of Windhover: names, values and states that every room shares. Start at {@link io.windhover.model.schema.CollectionSchema}. JDK only: no IO, no threads. */
package io.windhover.model;
