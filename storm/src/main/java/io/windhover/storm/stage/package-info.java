/**
 * What is stored: a collection of every kind of field and index, and rows computed from a seed, so that any answer can be
 * checked without keeping a row. Start at {@link io.windhover.storm.stage.Rows}. Knows no server.
 */
package io.windhover.storm.stage;
