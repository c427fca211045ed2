/**
 * What a request may contain: names, schemas, index parameters. Start at {@link io.windhover.proxy.check.SchemaCheck}.
 * Pure functions of their input; texts are Milvus's where clients compare them.
 */
package io.windhover.proxy.check;
