/** Data sets for measurements: fetched once, prepared once, read by mapping. */
package io.windhover.bench.data;
