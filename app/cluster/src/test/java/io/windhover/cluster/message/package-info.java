/** Tests of messages as bytes. */
package io.windhover.cluster.message;
