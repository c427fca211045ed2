package io.windhover.server.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A self-signed certificate for localhost as PEM files, made by the JDK's keytool. */
public record Certificates(Path certificate, Path privateKey) {
    /** Makes one; {@code name} is that of its files and its subject. */
    public static Certificates make(Path directory, String name) throws IOException, InterruptedException {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "secret",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1")
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, "secret".toCharArray());
            Path certificate = directory.resolve(name + ".pem");
            Path key = directory.resolve(name + ".key");
            Files.writeString(
                    certificate, pem("CERTIFICATE", keys.getCertificate("it").getEncoded()));
            Files.writeString(
                    key,
                    pem("PRIVATE KEY", keys.getKey("it", "secret".toCharArray()).getEncoded()));
            return new Certificates(certificate, key);
        } catch (GeneralSecurityException failure) {
            throw new IOException(failure);
        }
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + kind + "-----\n";
    }
}
