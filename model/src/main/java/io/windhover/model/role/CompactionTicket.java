package io.windhover.model.role;

import io.windhover.model.JobId;

/**
 * A compaction that was asked for.
 *
 * @param job   to ask for its progress
 * @param plans rewritings that were found to be worth it at that moment; one may lead to another
 */
public record CompactionTicket(JobId job, int plans) {}
