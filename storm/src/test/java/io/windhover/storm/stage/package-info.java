/** Rows, and questions about them. */
package io.windhover.storm.stage;
