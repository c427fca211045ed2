/**
 * The ports of the ground on services that a cluster shares: {@link io.windhover.stores.etcd.EtcdMetaStore}, {@link
 * io.windhover.stores.s3.S3ObjectStore} and {@link io.windhover.stores.pulsar.PulsarWal}. Nothing here decides anything:
 * each translates its port into what a service offers, and a service's failures into the port's.
 */
package io.windhover.stores;
