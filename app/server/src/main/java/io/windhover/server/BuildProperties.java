package io.windhover.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What was noted when this program was built.
 *
 * @param version of the program
 * @param time    of the build
 */
public record BuildProperties(String version, String time) {
    /** The Milvus version whose behaviour clients may expect. */
    private static final String MILVUS_VERSION = "2.6.22";

    /** Reads the notes. */
    public static BuildProperties read() {
        Properties properties = new Properties();
        try (InputStream in = BuildProperties.class.getResourceAsStream("/windhover-build.properties")) {
            properties.load(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new BuildProperties(properties.getProperty("version"), properties.getProperty("time"));
    }

    /** Returns the version that Milvus clients see. */
    public String wireVersion() {
        return "v" + MILVUS_VERSION + "-windhover-" + version;
    }

    /** Returns the Milvus version alone. */
    public String milvusVersion() {
        return MILVUS_VERSION;
    }
}
