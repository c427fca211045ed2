package io.windhover.cluster;

import io.windhover.cluster.call.CatalogSource;
import io.windhover.model.DatabaseException;
import io.windhover.model.MemberId;
import io.windhover.model.catalog.Catalog;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Runtime;
import java.time.Duration;

/** Answers what a leader asks this process through the metadata store; see {@link StoreQuestions}. */
final class StoreAnswers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FollowedLeader leader;
    private final CatalogSource catalog;
    private final Presence presence;
    private final StoreQuestions questions;
    private final MemberId self;
    private final Fiber fiber;

    StoreAnswers(
            Runtime runtime,
            StoreQuestions questions,
            FollowedLeader leader,
            CatalogSource catalog,
            Presence presence,
            MemberId self) {
        this.questions = questions;
        this.self = self;
        this.leader = leader;
        this.catalog = catalog;
        this.presence = presence;
        this.fiber = runtime.fork("answers through the store", this::run);
    }

    private void run() {
        while (true) {
            long wanted = leader.takeQuestion();
            try {
                Catalog published = catalog.awaitVersion(wanted, PATIENCE);
                presence.incarnation()
                        .ifPresent(now -> questions.say(self, new StoreQuestions.Said(now, published.version())));
            } catch (DatabaseException notNow) {
                // Whoever still waits asks again.
                continue;
            }
        }
    }

    @Override
    public void close() {
        fiber.cancel();
        fiber.join();
    }
}
