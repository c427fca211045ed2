package io.windhover.segment.filter;

import com.google.re2j.Pattern;
import java.util.Arrays;

/** Regular expressions, matched anywhere in UTF-8 bytes in linear time. */
final class RegexMatcher {
    private RegexMatcher() {}

    /** Returns a test for texts in which a regular expression finds a match; the caller has checked its syntax. */
    static TextScans.TextTest of(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return (bytes, from, to) ->
                pattern.matcher(Arrays.copyOfRange(bytes, from, to)).find();
    }
}
