package io.windhover.segment.filter;

import io.windhover.model.expr.Expr;
import io.windhover.text.WordSearch;
import java.nio.charset.StandardCharsets;

/** Words and phrases in UTF-8 bytes. A test is for one thread. */
final class WordMatcher {
    private WordMatcher() {}

    static TextScans.TextTest of(Expr.TextMatch match) {
        return of(WordSearch.anyOf(match.words(), match.least(), match.analyzer()));
    }

    static TextScans.TextTest of(Expr.PhraseMatch match) {
        return of(WordSearch.phrase(match.words(), match.slop(), match.analyzer()));
    }

    private static TextScans.TextTest of(WordSearch words) {
        return (bytes, from, to) -> words.test(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
}
