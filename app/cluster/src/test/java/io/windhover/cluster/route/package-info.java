/** Tests of ways between processes. */
package io.windhover.cluster.route;
