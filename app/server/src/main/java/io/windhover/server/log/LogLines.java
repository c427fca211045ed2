package io.windhover.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.ObjectMapper;

/**
 * Writes one line for each event: time (UTC), level, the class that speaks, message, then {@code key=value} in the order
 * they were given. A value with blanks, quotes or control characters is quoted and escaped, so that nothing a client
 * sends begins a line. In JSON the same keys stand in one flat object.
 */
public final class LogLines extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
    private static final byte[] NOTHING = {};

    private final ObjectMapper json = new ObjectMapper();
    private volatile boolean isJson;

    /** Creates an encoder of text; logback's configuration calls it. */
    public LogLines() {}

    /** Chooses JSON or text. */
    public void setJson(boolean chosen) {
        isJson = chosen;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = isJson ? json(event) : text(event);
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String time(ILoggingEvent event) {
        return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
    }

    private static String speaker(ILoggingEvent event) {
        String name = event.getLoggerName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static List<KeyValuePair> pairs(ILoggingEvent event) {
        return event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
    }

    private static String stack(ILoggingEvent event) {
        return event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    private String json(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", time(event));
        fields.put("level", event.getLevel().toString());
        fields.put("logger", speaker(event));
        fields.put("message", event.getFormattedMessage());
        pairs(event).forEach(pair -> fields.put(pair.key, pair.value instanceof Number n ? n : "" + pair.value));
        if (event.getThrowableProxy() != null) {
            fields.put("stack", stack(event));
        }
        return json.writeValueAsString(fields);
    }

    private String text(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(time(event));
        line.append(String.format(" %-5s ", event.getLevel()))
                .append(speaker(event))
                .append(" - ");
        escape(event.getFormattedMessage(), line);
        for (KeyValuePair pair : pairs(event)) {
            line.append(' ').append(pair.key).append('=');
            quote("" + pair.value, line);
        }
        String stack = stack(event);
        return stack.isEmpty() ? line.toString() : line + "\n" + stack.stripTrailing();
    }

    private static void quote(String value, StringBuilder line) {
        boolean plain = !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c != '"' && c != '=' && c != 0x7f);
        if (plain) {
            line.append(value);
            return;
        }
        line.append('"');
        escape(value.replace("\\", "\\\\").replace("\"", "\\\""), line);
        line.append('"');
    }

    private static void escape(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
