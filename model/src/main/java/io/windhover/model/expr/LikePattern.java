package io.windhover.model.expr;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of {@code like}: {@code %} stands for any text, {@code _} for any one character (code point), a backslash
 * makes the character after it literal.
 */
public sealed interface LikePattern {
    /** Exactly this text. */
    record Exact(String text) implements LikePattern {}

    /** Any text that starts so; empty = any text. */
    record Prefix(String text) implements LikePattern {}

    /** Any text that ends so. */
    record Suffix(String text) implements LikePattern {}

    /** Any text that contains this. */
    record Infix(String text) implements LikePattern {}

    /** Pieces that must follow each other and cover the whole text. */
    record General(List<Piece> pieces) implements LikePattern {
        /** Copies the pieces. */
        public General {
            pieces = List.copyOf(pieces);
        }
    }

    /** A piece of a general pattern. */
    sealed interface Piece {
        /** This text, not empty. */
        record Text(String text) implements Piece {}

        /** Any one character. */
        record AnyCharacter() implements Piece {}

        /** Any text, also none. */
        record AnyText() implements Piece {}
    }

    /** Reads a pattern as the user wrote it, after the escapes of its string literal were resolved. */
    static LikePattern parse(String pattern) {
        List<Piece> pieces = pieces(pattern);
        if (pieces.isEmpty()) {
            return new Exact("");
        }
        if (pieces.size() == 1) {
            return switch (pieces.getFirst()) {
                case Piece.Text(String text) -> new Exact(text);
                case Piece.AnyText() -> new Prefix("");
                case Piece.AnyCharacter() -> new General(pieces);
            };
        }
        if (pieces.size() == 2 && pieces.get(0) instanceof Piece.Text(String text)) {
            return pieces.get(1) instanceof Piece.AnyText ? new Prefix(text) : new General(pieces);
        }
        if (pieces.get(0) instanceof Piece.AnyText && pieces.get(1) instanceof Piece.Text(String text)) {
            if (pieces.size() == 2) {
                return new Suffix(text);
            }
            return pieces.size() == 3 && pieces.get(2) instanceof Piece.AnyText ? new Infix(text) : new General(pieces);
        }
        return new General(pieces);
    }

    private static List<Piece> pieces(String pattern) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                i++;
                text.append(pattern.charAt(i));
            } else if (c == '%' || c == '_') {
                endText(text, pieces);
                addWildcard(c, pieces);
            } else {
                text.append(c);
            }
        }
        endText(text, pieces);
        return pieces;
    }

    private static void addWildcard(char c, List<Piece> pieces) {
        if (c == '_') {
            pieces.add(new Piece.AnyCharacter());
        } else if (pieces.isEmpty() || !(pieces.getLast() instanceof Piece.AnyText)) {
            pieces.add(new Piece.AnyText());
        }
    }

    private static void endText(StringBuilder text, List<Piece> pieces) {
        if (!text.isEmpty()) {
            pieces.add(new Piece.Text(text.toString()));
            text.setLength(0);
        }
    }
}
