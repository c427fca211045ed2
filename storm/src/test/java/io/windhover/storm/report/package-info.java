/** The forms of a verdict. */
package io.windhover.storm.report;
