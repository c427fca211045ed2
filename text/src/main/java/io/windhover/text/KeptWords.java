package io.windhover.text;

import java.util.regex.Pattern;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Keeps the words that an expression matches as a whole. */
final class KeptWords extends FilteringTokenFilter {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final Pattern kept;

    KeptWords(TokenStream words, String regex) {
        super(words);
        this.kept = Pattern.compile(regex);
    }

    @Override
    protected boolean accept() {
        return kept.matcher(term).matches();
    }
}
