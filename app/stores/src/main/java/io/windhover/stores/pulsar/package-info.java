/** Write-ahead logs in Apache Pulsar; start at {@link io.windhover.stores.pulsar.PulsarWal}. */
package io.windhover.stores.pulsar;
