/**
 * What every implementation of a port must do, as abstract tests. Start at {@link
 * io.windhover.runtime.contract.MetaStoreContract}. May not know an implementation.
 */
package io.windhover.runtime.contract;
