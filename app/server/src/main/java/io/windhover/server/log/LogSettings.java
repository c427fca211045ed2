package io.windhover.server.log;

import java.time.Duration;

/**
 * What is logged and how.
 *
 * @param level       debug, info, warn or error; less is left out
 * @param json        one JSON object a line instead of text
 * @param slowQuery   a read or write that takes so long is logged
 * @param everyAccess log each request when it ends
 */
public record LogSettings(String level, boolean json, Duration slowQuery, boolean everyAccess) {
    /** Text from level info; what takes five seconds is slow. */
    public static final LogSettings STANDARD = new LogSettings("info", false, Duration.ofSeconds(5), false);
}
