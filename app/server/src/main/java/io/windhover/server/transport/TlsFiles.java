package io.windhover.server.transport;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the server's identity is, as PEM files.
 *
 * @param certificates     the server's chain, its own first
 * @param privateKey       PKCS#8, not encrypted
 * @param clientAuthorities if present, a client must show a certificate that one of these signed
 */
public record TlsFiles(Path certificates, Path privateKey, Optional<Path> clientAuthorities) {}
