package io.windhover.coordinator.catalog;

import io.windhover.model.RequestId;
import io.windhover.model.role.CommandResult;
import java.util.List;

/**
 * The results of the commands of one transaction, kept so that a repeated request is answered instead of acted on.
 *
 * @param catalogVersion of the transaction
 * @param committedMs    when, in milliseconds since 1970
 * @param results        in order of decision
 */
record StoredResults(long catalogVersion, long committedMs, List<Result> results) {
    StoredResults {
        results = List.copyOf(results);
    }

    /** The result of one request. */
    record Result(RequestId request, CommandResult result) {}
}
