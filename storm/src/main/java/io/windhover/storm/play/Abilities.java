package io.windhover.storm.play;

import io.windhover.storm.stage.Field;
import java.util.List;

/**
 * What a server has of all that a storm can play.
 *
 * @param fields     it takes, without the indexes that it does not
 * @param askable    fields that it filters by
 * @param canRebuild whether it drops indexes of a loaded collection
 * @param hasHybrid  whether it has hybrid search
 * @param leftOut    the rest, in words
 */
public record Abilities(
        List<Field> fields, List<Field> askable, boolean canRebuild, boolean hasHybrid, List<String> leftOut) {}
