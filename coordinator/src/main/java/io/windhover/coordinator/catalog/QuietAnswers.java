package io.windhover.coordinator.catalog;

import io.windhover.model.ErrorCode;
import io.windhover.model.RequestId;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The answers to the last commands that changed nothing: refusals, and those that found all as wanted. A second delivery
 * of such a command is answered the same, though it could act by now. Nothing durable goes with them; a caller whose
 * answer was lost with the coordinator was not told anything. Bounded by number; owned by one fiber.
 */
final class QuietAnswers {
    private final int countMax;
    private final LinkedHashMap<RequestId, Decision> byRequest = new LinkedHashMap<>();

    QuietAnswers(int countMax) {
        this.countMax = countMax;
    }

    Optional<Decision> find(RequestId request) {
        return Optional.ofNullable(byRequest.get(request));
    }

    void add(RequestId request, Decision decision) {
        if (isFinal(decision)) {
            byRequest.putLast(request, decision);
            if (byRequest.size() > countMax) {
                byRequest.pollFirstEntry();
            }
        }
    }

    void addAll(QuietAnswers others) {
        others.byRequest.forEach(this::add);
    }

    /** Tells whether nobody is invited to ask again with the same id. */
    private static boolean isFinal(Decision decision) {
        return switch (decision) {
            case Decision.Commit _ -> false;
            case Decision.Already _ -> true;
            case Decision.Reject reject ->
                reject.code().blame() == ErrorCode.Blame.USER && reject.code().retry() == ErrorCode.Retry.NEVER;
        };
    }
}
