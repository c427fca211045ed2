/** The real services for tests. */
package io.windhover.stores;
