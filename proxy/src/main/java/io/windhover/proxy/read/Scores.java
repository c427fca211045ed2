package io.windhover.proxy.read;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What is known of a metric's scores. */
final class Scores {
    private Scores() {}

    /** Tells whether a smaller score is nearer. */
    static boolean smallerIsNearer(String metric) {
        return switch (metric) {
            case "IP", "COSINE", "BM25" -> false;
            default -> true;
        };
    }

    /** Maps a score into 0 to 1, greater is nearer. */
    static double normalised(String metric, float score) {
        return switch (metric) {
            case "COSINE" -> (1 + score) * 0.5;
            case "IP" -> 0.5 + Math.atan(score) / Math.PI;
            case "BM25" -> 2 * Math.atan(score) / Math.PI;
            default -> 1 - 2 * Math.atan(score) / Math.PI;
        };
    }

    /** Maps a distance into 0 to 1, greater is nearer; a score that already is greater when nearer stays. */
    static double greater(String metric, float score) {
        return smallerIsNearer(metric) ? normalised(metric, score) : score;
    }

    /** Keeps so many digits after the point; negative = all. */
    static void round(float[] scores, int digits) {
        if (digits < 0) {
            return;
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = BigDecimal.valueOf(scores[i])
                    .setScale(digits, RoundingMode.HALF_UP)
                    .floatValue();
        }
    }
}
