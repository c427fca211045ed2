package io.windhover.cluster.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.PersistentMap;
import io.windhover.model.expr.Expr;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Goal: versions of the program understand each other, and what they do not understand they name. Method: the same
 * message in an old and a new version, whose names have the same length, so that one can be written over the other.
 */
class MessageCodecTest {
    private static final int BYTES_MAX = 1 << 20;

    /** The version before. */
    interface Old {
        record Inner(long number) {}

        record Thing(String name, Inner inner) {}

        enum Colour {
            RED,
            BLUE
        }

        record Painted(Colour colour) {}

        sealed interface Shape {}

        record Round(int radius) implements Shape {}

        record Drawing(Shape shape) {}
    }

    /** The version after. */
    interface New {
        record Inner(long number, Optional<String> note) {}

        record Thing(
                String name,
                Inner inner,
                int count,
                boolean isNew,
                List<String> tags,
                Map<String, Long> sizes,
                OptionalDouble share,
                PersistentMap<Long, String> names,
                float[] values,
                String text) {}

        enum Colour {
            RED,
            PINK
        }

        record Painted(Colour colour) {}

        sealed interface Shape {}

        record Round(int radius) implements Shape {}

        record Flat(int side) implements Shape {}

        record Drawing(Shape shape) {}

        record Needy(long a, Colour colour) {}
    }

    /** Something whose parts make a message grow. */
    record Sizes(String text, byte[] bytes, long[] longs, byte one, int four, long eight) {}

    private static MessageCodec codec(Class<?>... types) {
        return MessageCodec.of(BYTES_MAX, List.of(types));
    }

    /** Returns the message with every mention of one version made one of the other. */
    private static ByteBuffer renamed(ByteBuffer message, String from, String to) {
        String text = new String(message.array(), message.position(), message.remaining(), StandardCharsets.ISO_8859_1);
        return ByteBuffer.wrap(text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ErrorCode code(ThrowingCallable action) {
        DatabaseException failure = (DatabaseException) org.assertj.core.api.Assertions.catchThrowable(action);
        return failure.code();
    }

    @Test
    void readerThatKnowsMoreComponentsTakesTheEmptyValueForThose() {
        ByteBuffer old = codec(Old.Thing.class).encode(new Old.Thing("a", new Old.Inner(7)));
        New.Thing read = (New.Thing) codec(New.Thing.class).decode(renamed(old, "Old.", "New."));
        assertThat(read.inner()).isEqualTo(new New.Inner(7, Optional.empty()));
        assertThat(List.of(
                        read.name(), read.count(), read.isNew(), read.tags(), read.sizes(), read.share(), read.text()))
                .isEqualTo(List.of("a", 0, false, List.of(), Map.of(), OptionalDouble.empty(), ""));
        assertThat(read.names()).isEqualTo(PersistentMap.empty());
        assertThat(read.values()).isEmpty();
    }

    @Test
    void readerThatKnowsFewerComponentsPassesOverTheRest() {
        New.Thing thing = new New.Thing(
                "a",
                new New.Inner(7, Optional.of("note")),
                3,
                true,
                List.of("x"),
                Map.of("k", 1L),
                OptionalDouble.of(0.5),
                PersistentMap.<Long, String>empty().with(1L, "one"),
                new float[] {1},
                "text");
        ByteBuffer young = codec(New.Thing.class).encode(thing);
        assertThat(codec(Old.Thing.class).decode(renamed(young, "New.", "Old.")))
                .isEqualTo(new Old.Thing("a", new Old.Inner(7)));
    }

    @Test
    void missingComponentWithoutAnEmptyValueIsNamed() {
        ByteBuffer old = codec(Old.Inner.class).encode(new Old.Inner(7));
        assertThatThrownBy(() -> codec(New.Needy.class).decode(renamed(old, "Old.Inner", "New.Needy")))
                .hasMessageContaining("New.Needy.colour is missing");
    }

    @Test
    void unknownTypeAndUnknownConstantAreNamed() {
        ByteBuffer drawing = codec(New.Drawing.class).encode(new New.Drawing(new New.Flat(1)));
        assertThatThrownBy(() -> codec(Old.Drawing.class).decode(renamed(drawing, "New.", "Old.")))
                .hasMessageContaining("\"MessageCodecTest.Old.Flat\" is no known MessageCodecTest.Old.Shape");
        ByteBuffer painted = codec(New.Painted.class).encode(new New.Painted(New.Colour.PINK));
        assertThatThrownBy(() -> codec(Old.Painted.class).decode(renamed(painted, "New.", "Old.")))
                .hasMessageContaining("\"PINK\" is no known MessageCodecTest.Old.Colour");
    }

    @Test
    void valuesThatMessagesCannotHaveAreRefusedByTheWriter() {
        MessageCodec codec = codec(Old.Thing.class, byte[].class);
        assertThatThrownBy(() -> codec.encode(new Old.Thing(null, new Old.Inner(1))))
                .hasMessageContaining("MessageCodecTest.Old.Thing.name is null");
        assertThat(code(() -> codec.encode(4L))).isEqualTo(ErrorCode.PARAMETER_INVALID);
        assertThat(code(() -> codec.encode(new byte[BYTES_MAX]))).isEqualTo(ErrorCode.PARAMETER_TOO_LARGE);
        assertThat(codec.encode(new byte[BYTES_MAX - 64]).remaining()).isLessThanOrEqualTo(BYTES_MAX);
    }

    @Test
    void valuesOfAnySizeComeBack() {
        MessageCodec codec = codec(Sizes.class);
        for (int count = 0; count < 5000; count += 37) {
            Sizes sizes = new Sizes("a".repeat(count), new byte[count], new long[count], (byte) 1, count, count);
            Sizes back = (Sizes) codec.decode(codec.encode(sizes));
            assertThat(RandomValues.describe(back)).isEqualTo(RandomValues.describe(sizes));
        }
    }

    @Test
    void countThatCannotFitIsRefusedBeforeAnythingIsTaken() {
        MessageCodec codec = codec(long[].class);
        byte[] bytes = Arrays.copyOf(
                codec.encode(new long[2]).array(), codec.encode(new long[2]).remaining());
        bytes[bytes.length - 17] = 0x7f;
        assertThat(code(() -> codec.decode(ByteBuffer.wrap(bytes)))).isEqualTo(ErrorCode.DATA_INTEGRITY);
    }

    @Test
    void nestingHasABoundOnBothSides() {
        MessageCodec codec = codec(Expr.class);
        Expr deep = new Expr.Constant(true);
        for (int i = 1; i < MessageCodec.DEPTH_MAX; i++) {
            deep = new Expr.Not(deep);
        }
        Expr deepest = deep;
        ByteBuffer bytes = codec.encode(deepest);
        assertThat(codec.encode(codec.decode(bytes))).isEqualTo(bytes);
        assertThat(code(() -> codec.encode(new Expr.Not(deepest)))).isEqualTo(ErrorCode.PARAMETER_INVALID);
    }

    @Test
    void unknownFormatAndTrailingBytesAreDamage() {
        MessageCodec codec = codec(String.class);
        ByteBuffer good = codec.encode("x");
        byte[] longer = Arrays.copyOf(good.array(), good.remaining() + 1);
        assertThat(code(() -> codec.decode(ByteBuffer.wrap(longer)))).isEqualTo(ErrorCode.DATA_INTEGRITY);
        good.array()[0] = 9;
        assertThatThrownBy(() -> codec.decode(good)).hasMessageContaining("format 9");
    }
}
