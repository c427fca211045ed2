/** Tests on real services. */
package io.windhover.server.shared;
