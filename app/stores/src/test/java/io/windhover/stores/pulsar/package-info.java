/** Tests on a real Pulsar. */
package io.windhover.stores.pulsar;
