/** Players against a lying server, and the oracle against spoilt answers. */
package io.windhover.storm.play;
