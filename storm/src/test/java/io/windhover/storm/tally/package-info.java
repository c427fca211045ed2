/** Classes of failures, and quantiles. */
package io.windhover.storm.tally;
