/** Health and metrics over HTTP. */
package io.windhover.server.management;
