package io.windhover.coordinator.catalog;

import io.windhover.model.Timestamp;

/**
 * What every transaction writes besides its changes.
 *
 * @param version     of the catalog
 * @param timestamp   of the last change; a later change is later
 * @param idCeiling   ids below may have been given; a new start goes on from here
 * @param incarnation a random number of the coordinator that wrote it, so that after a lost answer it can tell its own
 *                    transaction from that of another
 * @param transaction counts the transactions of this incarnation
 * @param formats     who may use the catalog
 */
record CatalogHead(
        long version,
        Timestamp timestamp,
        long idCeiling,
        long incarnation,
        long transaction,
        CatalogFormats formats) {}
