package io.windhover.server.network;

import io.windhover.model.DatabaseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Finds out at the start whether a private key belongs to a certificate; else only handshakes would fail, later. */
final class KeyPairCheck {
    private static final byte[] SIGNED = {1, 2, 3};

    private KeyPairCheck() {}

    /** Throws PARAMETER_INVALID naming the files if the key is another one's. */
    static void require(Path certificate, Path privateKey) {
        if (!belongs(certificate, privateKey)) {
            throw DatabaseException.invalid(
                    "private key \"%s\" does not belong to certificate \"%s\"", privateKey, certificate);
        }
    }

    private static boolean belongs(Path certificate, Path privateKey) {
        try (InputStream in = Files.newInputStream(certificate)) {
            PublicKey known = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey();
            String algorithm = known.getAlgorithm();
            PrivateKey secret = KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(der(Files.readString(privateKey))));
            Signature signature = Signature.getInstance(signatureOf(algorithm));
            signature.initSign(secret);
            signature.update(SIGNED);
            byte[] made = signature.sign();
            signature.initVerify(known);
            signature.update(SIGNED);
            return signature.verify(made);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException failure) {
            return false;
        }
    }

    private static String signatureOf(String algorithm) {
        return switch (algorithm) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> algorithm;
        };
    }

    private static byte[] der(String pem) {
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no PKCS#8 private key");
        }
        return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    }
}
