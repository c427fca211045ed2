package io.windhover.storm.tally;

/**
 * One second of a storm.
 *
 * @param at             seconds since the first canary looked
 * @param operations     answered calls of the clients
 * @param searchMaxNs    longest canary search that ended in it; 0 if none did
 * @param faults         unexpected failures and wrong answers
 * @param rssMb          resident memory of the server; -1 if unknown
 * @param handles        open files and sockets of the server; -1 if unknown
 * @param diskKb         size of the server's directory; -1 if unknown
 * @param isKilled       whether the server was killed in it, on purpose
 */
public record Second(
        long at,
        long operations,
        long searchMaxNs,
        long faults,
        long rssMb,
        long handles,
        long diskKb,
        boolean isKilled) {}
