/**
 * What whole-system measurements share: a server process, its figures as the kernel counts them, and a client that
 * speaks the wire directly, the same for every server. Start at {@link io.windhover.bench.load.MilvusClient}.
 */
package io.windhover.bench.load;
