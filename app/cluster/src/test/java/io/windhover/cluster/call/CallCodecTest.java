package io.windhover.cluster.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.cluster.message.MessageCodec;
import io.windhover.cluster.message.RandomValues;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Goal: every call and answer survives the way. Method: random values of every record that may be sent. */
class CallCodecTest {
    private static final int SEEDS = 60;
    private final MessageCodec codec = CallCodec.create(64 << 20);

    private static List<Class<?>> everyRecord() {
        return CallCodec.TYPES.stream()
                .flatMap(type -> RandomValues.leaves(type).stream())
                .toList();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        return Arrays.copyOfRange(buffer.array(), buffer.position(), buffer.limit());
    }

    @Test
    void everyCallAndAnswerComesBackAsItWas() {
        for (Class<?> type : everyRecord()) {
            for (long seed = 0; seed < SEEDS; seed++) {
                Object message = new RandomValues(seed).of(type);
                byte[] bytes = bytes(codec.encode(message));
                Object back = codec.decode(ByteBuffer.wrap(bytes));
                assertThat(RandomValues.describe(back))
                        .as("%s of seed %d", type.getSimpleName(), seed)
                        .isEqualTo(RandomValues.describe(message));
                assertThat(bytes(codec.encode(back))).isEqualTo(bytes);
            }
        }
    }

    /** Whatever arrives, the reader gets a message or DATA_INTEGRITY. */
    @Test
    void damagedMessagesAreRefusedWithATypedError() {
        SplittableRandom random = new SplittableRandom(17);
        for (Class<?> type : everyRecord()) {
            for (long seed = 0; seed < 40; seed++) {
                byte[] whole = bytes(codec.encode(new RandomValues(seed).of(type)));
                for (int i = 0; i < 12; i++) {
                    byte[] damaged =
                            Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
                    for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                    readOrRefuse(damaged, type, seed);
                }
            }
        }
    }

    private void readOrRefuse(byte[] damaged, Class<?> type, long seed) {
        try {
            codec.decode(ByteBuffer.wrap(damaged));
        } catch (DatabaseException refused) {
            assertThat(refused.code()).as("%s of seed %d", type, seed).isEqualTo(ErrorCode.DATA_INTEGRITY);
        }
    }

    @Test
    void truncatedMessageIsRefusedAtEveryLength() {
        byte[] whole = bytes(codec.encode(new RandomValues(3).of(DataCall.Append.class)));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(part)))
                    .isInstanceOf(DatabaseException.class);
        }
    }
}
