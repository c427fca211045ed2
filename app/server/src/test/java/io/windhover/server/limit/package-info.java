/** Tests of rates. */
package io.windhover.server.limit;
