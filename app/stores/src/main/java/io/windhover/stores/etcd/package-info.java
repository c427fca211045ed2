/** Metadata in etcd; start at {@link io.windhover.stores.etcd.EtcdMetaStore}. */
package io.windhover.stores.etcd;
