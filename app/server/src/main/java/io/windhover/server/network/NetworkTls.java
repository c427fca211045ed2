package io.windhover.server.network;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/**
 * The identity of a process and whom it believes, as PEM files. Both sides of a connection show their certificate.
 *
 * @param certificates this process's chain, its own first; names the host by which others call it
 * @param privateKey   PKCS#8, not encrypted
 * @param authorities  certificates of those who sign for processes of this database
 */
public record NetworkTls(Path certificates, Path privateKey, Path authorities) {
    /** Returns what a server needs; throws PARAMETER_INVALID naming the file that does not fit. */
    SslContext forServer() {
        SslContextBuilder builder = identity();
        KeyPairCheck.require(certificates, privateKey);
        return build(
                GrpcSslContexts.configure(trusting(builder), SslProvider.JDK).clientAuth(ClientAuth.REQUIRE));
    }

    /** Returns what a client needs; throws PARAMETER_INVALID naming the file that does not fit. */
    SslContext forClient() {
        requireReadable();
        SslContextBuilder builder = SslContextBuilder.forClient();
        try {
            builder.keyManager(certificates.toFile(), privateKey.toFile());
        } catch (IllegalArgumentException failure) {
            throw wrongIdentity(failure);
        }
        return build(GrpcSslContexts.configure(trusting(builder), SslProvider.JDK));
    }

    private SslContextBuilder identity() {
        requireReadable();
        try {
            return SslContextBuilder.forServer(certificates.toFile(), privateKey.toFile());
        } catch (IllegalArgumentException failure) {
            throw wrongIdentity(failure);
        }
    }

    private void requireReadable() {
        for (Path file : new Path[] {certificates, privateKey, authorities}) {
            if (!Files.isReadable(file)) {
                throw DatabaseException.invalid("TLS file \"%s\" cannot be read", file);
            }
        }
    }

    private SslContextBuilder trusting(SslContextBuilder builder) {
        try {
            return builder.trustManager(authorities.toFile());
        } catch (IllegalArgumentException failure) {
            throw wrong("authorities \"" + authorities + "\"", failure);
        }
    }

    private SslContext build(SslContextBuilder builder) {
        try {
            return builder.build();
        } catch (SSLException failure) {
            throw wrongIdentity(failure);
        }
    }

    private DatabaseException wrongIdentity(Exception failure) {
        return wrong("certificate \"" + certificates + "\" and private key \"" + privateKey + "\"", failure);
    }

    private static DatabaseException wrong(String what, Exception failure) {
        Throwable root = failure.getCause() == null ? failure : failure.getCause();
        return new DatabaseException(
                ErrorCode.PARAMETER_INVALID,
                "TLS of the network: " + what + " cannot be used: " + root.getMessage(),
                failure);
    }
}
