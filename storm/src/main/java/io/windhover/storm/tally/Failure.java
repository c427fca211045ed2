package io.windhover.storm.tally;

import java.util.Locale;
import java.util.Set;

/**
 * What a server, or the way to it, answered instead of an answer.
 *
 * @param code    Milvus's code; 0 if the call did not reach a server that answers
 * @param legacy  Milvus's code of versions before 2.3; 0 if there is none
 * @param source  the client's class of it, such as SERVER_ERROR or RPC_ERROR
 * @param message in the server's words
 */
public record Failure(int code, int legacy, String source, String message) {
    /** Numbers and ids, also those at the end of a name. */
    private static final String VARYING = "(?<![A-Za-z])[0-9a-f]*[0-9][0-9a-f]*(?![A-Za-z])";

    /** Codes of Milvus for a service that is not ready or not available, and for a deadline that is over. */
    private static final Set<Integer> UNAVAILABLE = Set.of(1, 2, 10_001);

    private static final int RATE_LIMIT = 8;
    private static final int RATE_LIMIT_LEGACY = 49;
    private static final int INDEX_NOT_FOUND = 700;
    private static final int NOT_LOADED_FROM = 101;
    private static final int NOT_LOADED_TO = 106;
    private static final int PARTITION_NOT_FOUND = 200;
    private static final int PARTITION_NOT_LOADED_TO = 202;

    /** Tells whether the server asks to come later. */
    public boolean isRateLimit() {
        return code == RATE_LIMIT || legacy == RATE_LIMIT_LEGACY || says("rate limit");
    }

    /** Tells whether what was asked of is not there or not loaded. */
    public boolean isAbsent() {
        return (code >= NOT_LOADED_FROM && code <= NOT_LOADED_TO)
                || (code >= PARTITION_NOT_FOUND && code <= PARTITION_NOT_LOADED_TO)
                || (code != 0 && (says("not loaded") || says("not been loaded") || says("not found")));
    }

    /** Tells whether the index is not there at the moment. */
    public boolean isIndexAbsent() {
        return code == INDEX_NOT_FOUND || says("index not found") || says("index doesn't exist");
    }

    /** Tells whether the server may be down, starting, or loading again what was loaded before. */
    public boolean isOutage() {
        return code == 0
                || UNAVAILABLE.contains(code)
                || source.equals("RPC_ERROR")
                || source.equals("TIMEOUT")
                || isAbsent()
                || says("not ready");
    }

    private boolean says(String words) {
        return message.toLowerCase(Locale.ROOT).contains(words);
    }

    /** Returns it as one line without the numbers that differ from call to call. */
    public String text() {
        String line = message.lines().findFirst().orElse("").replaceAll(VARYING, "N");
        String cut = line.length() > 300 ? line.substring(0, 300) + "…" : line;
        return source + " " + code + ": " + cut;
    }
}
