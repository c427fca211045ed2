/** Tests on a real etcd. */
package io.windhover.stores.etcd;
