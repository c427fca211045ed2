package io.windhover.segment.filter;

import io.windhover.model.expr.Comparison;
import io.windhover.model.row.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Conditions on texts, in the order of their unsigned UTF-8 bytes, which is that of their code points. */
final class TextScans {
    private TextScans() {}

    static byte[] utf8(Value text) {
        return ((Value.StringValue) text).value().getBytes(StandardCharsets.UTF_8);
    }

    /** Tests one text. */
    interface TextTest {
        boolean test(byte[] bytes, int from, int to);
    }

    static TextTest compare(Comparison comparison, byte[] value) {
        return switch (comparison) {
            case EQ -> (bytes, from, to) -> Arrays.equals(bytes, from, to, value, 0, value.length);
            case NE -> (bytes, from, to) -> !Arrays.equals(bytes, from, to, value, 0, value.length);
            case LT, LE, GT, GE ->
                (bytes, from, to) -> comparison.holds(Arrays.compareUnsigned(bytes, from, to, value, 0, value.length));
        };
    }

    static TextTest range(Value lower, boolean lowerInside, Value upper, boolean upperInside) {
        TextTest above = compare(lowerInside ? Comparison.GE : Comparison.GT, utf8(lower));
        TextTest below = compare(upperInside ? Comparison.LE : Comparison.LT, utf8(upper));
        return (bytes, from, to) -> above.test(bytes, from, to) && below.test(bytes, from, to);
    }

    static TextTest in(List<String> texts) {
        TextSet set = new TextSet(texts);
        return set::contains;
    }

    /** Tests every wanted text of a source. */
    static Scan each(TextSource source, TextTest test) {
        return block -> {
            source.read(block);
            for (int i = 0; i < block.count(); i++) {
                if (block.isOpen(i) && test.test(source.bytes(), source.start(i), source.end(i))) {
                    block.setTrue(i);
                }
            }
        };
    }

    static Scan compare(TextSource left, Comparison comparison, TextSource right) {
        return block -> {
            left.read(block);
            right.read(block);
            for (int i = 0; i < block.count(); i++) {
                if (block.isOpen(i)
                        && comparison.holds(Arrays.compareUnsigned(
                                left.bytes(),
                                left.start(i),
                                left.end(i),
                                right.bytes(),
                                right.start(i),
                                right.end(i)))) {
                    block.setTrue(i);
                }
            }
        };
    }
}
