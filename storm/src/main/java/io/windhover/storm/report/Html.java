package io.windhover.storm.report;

/** Text for a page. */
final class Html {
    private Html() {}

    /** Returns text as a page shows it, whatever it contains. */
    static String escaped(Object value) {
        return String.valueOf(value)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
