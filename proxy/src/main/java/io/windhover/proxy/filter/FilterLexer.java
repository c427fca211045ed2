package io.windhover.proxy.filter;

import io.windhover.model.row.Value;
import io.windhover.proxy.filter.grammar.FilterGrammarLexer;
import io.windhover.proxy.filter.grammar.FilterGrammarParser;
import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Pair;

/** Splits a filter into words: as the grammar says, but a list of plain values is read at once and is one word. */
final class FilterLexer extends FilterGrammarLexer {
    private final String text;
    private final boolean onlyBasicPlane;

    FilterLexer(String text) {
        super(CharStreams.fromString(text));
        this.text = text;
        this.onlyBasicPlane = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    /** Returns the values of a word that is a list. */
    static Value.ListValue list(Token token) {
        return ((ListToken) token).values;
    }

    @Override
    public Token nextToken() {
        while (isBlank(getInputStream().LA(1))) {
            getInterpreter().consume(getInputStream());
        }
        if (getInputStream().LA(1) != '[') {
            return super.nextToken();
        }
        int first = getInputStream().index();
        Span bracket = new Span(getLine(), getCharPositionInLine(), first, first + 1);
        int start = onlyBasicPlane ? first : text.offsetByCodePoints(0, first);
        Optional<LiteralList.Found> found = LiteralList.read(text, start, bracket);
        return found.isEmpty() ? super.nextToken() : token(bracket, start, found.get());
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private Token token(Span bracket, int start, LiteralList.Found found) {
        int length = onlyBasicPlane ? found.end() - start : text.codePointCount(start, found.end());
        ListToken token = new ListToken(this, bracket.from(), bracket.from() + length - 1, found.values());
        token.setLine(bracket.line());
        token.setCharPositionInLine(bracket.column());
        getInputStream().seek(bracket.from() + length);
        int lines = 0;
        int lineStart = start;
        for (int i = text.indexOf('\n', start); i >= 0 && i < found.end(); i = text.indexOf('\n', i + 1)) {
            lines++;
            lineStart = i + 1;
        }
        getInterpreter().setLine(bracket.line() + lines);
        getInterpreter().setCharPositionInLine(found.end() - lineStart + (lines == 0 ? bracket.column() : 0));
        return token;
    }

    /** A list with its values. */
    private static final class ListToken extends CommonToken {
        private static final long serialVersionUID = 1L;
        private final transient Value.ListValue values;

        ListToken(FilterLexer source, int start, int stop, Value.ListValue values) {
            super(
                    new Pair<>(source, source.getInputStream()),
                    FilterGrammarParser.LITERAL_LIST,
                    DEFAULT_TOKEN_CHANNEL,
                    start,
                    stop);
            this.values = values;
        }
    }
}
