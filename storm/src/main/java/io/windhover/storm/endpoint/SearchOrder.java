package io.windhover.storm.endpoint;

import io.windhover.storm.stage.Field;

/**
 * One search.
 *
 * @param field     to search
 * @param queryId   whose vector is looked for
 * @param partition empty for all that are loaded
 * @param filter    empty for none
 * @param limit     hits wanted
 * @param isStrong  whether everything acknowledged must be seen; else a few seconds old is enough
 */
public record SearchOrder(Field field, long queryId, String partition, String filter, int limit, boolean isStrong) {}
