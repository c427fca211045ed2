/** Tests of the configuration. */
package io.windhover.server.config;
