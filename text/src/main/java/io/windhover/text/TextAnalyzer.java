package io.windhover.text;

import io.windhover.model.DatabaseException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** Takes texts apart into words, as {@code analyzer_params} of a field say. One thread at a time. */
public final class TextAnalyzer {
    private final Tokenizer source;
    private final TokenStream words;
    private final CharTermAttribute term;
    private final OffsetAttribute offset;
    private final PositionIncrementAttribute increment;

    private TextAnalyzer(AnalyzerParts parts) {
        this.source = parts.source();
        this.words = parts.words();
        this.term = words.addAttribute(CharTermAttribute.class);
        this.offset = words.addAttribute(OffsetAttribute.class);
        this.increment = words.addAttribute(PositionIncrementAttribute.class);
    }

    /**
     * Makes an analyzer.
     *
     * @param params JSON: {@code {"type": NAME}} of a built-in analyzer (standard, english) with its options, or {@code
     *     {"tokenizer": ..., "filter": [...]}}; blank or {@code {}} for the standard one
     * @throws DatabaseException PARAMETER_INVALID naming what is unknown or of the wrong form
     */
    public static TextAnalyzer of(String params) {
        return new TextAnalyzer(AnalyzerParts.of(params));
    }

    /**
     * A word of a text.
     *
     * @param text     what filters made of it
     * @param from     where it begins in the text, in UTF-16 units
     * @param to       where it ends
     * @param position its number among the words, with gaps where filters took some out
     */
    public record Word(String text, int from, int to, int position) {}

    /** Returns the words of a text in their order. */
    public List<Word> words(String text) {
        List<Word> found = new ArrayList<>();
        try {
            source.setReader(new StringReader(text));
            words.reset();
            int position = -1;
            while (words.incrementToken()) {
                position += increment.getPositionIncrement();
                found.add(new Word(term.toString(), offset.startOffset(), offset.endOffset(), position));
            }
            words.end();
            words.close();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("a string cannot be read", unreadable);
        }
        return found;
    }
}
