/** Tests of calls between processes. */
package io.windhover.cluster.call;
