/** Faults made on processes that do nothing. */
package io.windhover.storm.process;
