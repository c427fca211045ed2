package io.windhover.server.milvus;

/**
 * What a client is told about this server.
 *
 * @param wireVersion Milvus version whose behaviour clients may expect, with our name behind it
 * @param ownVersion  of this program
 * @param buildTime   free text
 */
public record ServerVersion(String wireVersion, String ownVersion, String buildTime) {}
