package io.windhover.server.config;

import java.nio.file.Path;

/**
 * How a member shows who it is and knows the others, as PEM files.
 *
 * @param certificate its chain, its own first; for servers and clients
 * @param privateKey  PKCS#8, not encrypted
 * @param authority   who signs the members' certificates; a caller whose certificate is not signed by it is refused
 */
public record ClusterTls(Path certificate, Path privateKey, Path authority) {}
