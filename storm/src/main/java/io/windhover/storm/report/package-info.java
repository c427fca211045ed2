/** The verdict, as text, JSON and one HTML page. Start at {@link io.windhover.storm.report.Verdict}. */
package io.windhover.storm.report;
