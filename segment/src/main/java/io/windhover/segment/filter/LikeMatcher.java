package io.windhover.segment.filter;

import io.windhover.model.expr.LikePattern;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Patterns of {@code like}, matched on UTF-8 bytes. */
final class LikeMatcher {
    private LikeMatcher() {}

    static TextScans.TextTest of(LikePattern pattern) {
        return switch (pattern) {
            case LikePattern.Exact(String text) -> {
                byte[] wanted = utf8(text);
                yield (bytes, from, to) -> Arrays.equals(bytes, from, to, wanted, 0, wanted.length);
            }
            case LikePattern.Prefix(String text) -> {
                byte[] wanted = utf8(text);
                yield (bytes, from, to) -> startsWith(bytes, from, to, wanted);
            }
            case LikePattern.Suffix(String text) -> {
                byte[] wanted = utf8(text);
                yield (bytes, from, to) ->
                        to - from >= wanted.length && startsWith(bytes, to - wanted.length, to, wanted);
            }
            case LikePattern.Infix(String text) -> {
                byte[] wanted = utf8(text);
                yield (bytes, from, to) -> contains(bytes, from, to, wanted);
            }
            case LikePattern.General(List<LikePattern.Piece> pieces) -> new General(pieces);
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return to - from >= prefix.length && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }

    private static boolean contains(byte[] bytes, int from, int to, byte[] wanted) {
        if (wanted.length == 0) {
            return true;
        }
        int last = to - wanted.length;
        for (int at = from; at <= last; at++) {
            if (bytes[at] == wanted[0] && startsWith(bytes, at, to, wanted)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Matches piece by piece. After a piece that takes any text, what follows is tried at the first place and, when it
     * fails, one character later; only the last such piece need be remembered.
     */
    private static final class General implements TextScans.TextTest {
        /** A text; null stands for any one character, an empty array for any text. */
        private final byte[][] pieces;

        General(List<LikePattern.Piece> pieces) {
            this.pieces = new byte[pieces.size()][];
            for (int i = 0; i < this.pieces.length; i++) {
                this.pieces[i] = switch (pieces.get(i)) {
                    case LikePattern.Piece.Text(String text) -> utf8(text);
                    case LikePattern.Piece.AnyCharacter() -> null;
                    case LikePattern.Piece.AnyText() -> new byte[0];
                };
            }
        }

        @Override
        public boolean test(byte[] bytes, int from, int to) {
            int at = from;
            int piece = 0;
            int retryPiece = -1;
            int retryAt = from;
            while (true) {
                if (piece < pieces.length && pieces[piece] != null && pieces[piece].length == 0) {
                    piece++;
                    retryPiece = piece;
                    retryAt = at;
                    continue;
                }
                if (piece == pieces.length && at == to) {
                    return true;
                }
                int next = piece < pieces.length ? match(piece, bytes, at, to) : -1;
                if (next >= 0) {
                    at = next;
                    piece++;
                } else if (retryPiece >= 0 && retryAt < to) {
                    retryAt = after(bytes, retryAt, to);
                    at = retryAt;
                    piece = retryPiece;
                } else {
                    return false;
                }
            }
        }

        /** Returns where the text goes on after one piece, -1 if it does not match here. */
        private int match(int piece, byte[] bytes, int at, int to) {
            byte[] wanted = pieces[piece];
            if (wanted == null) {
                return at < to ? after(bytes, at, to) : -1;
            }
            return startsWith(bytes, at, to, wanted) ? at + wanted.length : -1;
        }

        /** Returns the start of the next character. */
        private static int after(byte[] bytes, int at, int to) {
            int next = at + 1;
            while (next < to && (bytes[next] & 0xC0) == 0x80) {
                next++;
            }
            return next;
        }
    }
}
