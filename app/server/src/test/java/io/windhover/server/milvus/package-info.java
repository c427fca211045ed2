/** Tests of the wire's messages. */
package io.windhover.server.milvus;
