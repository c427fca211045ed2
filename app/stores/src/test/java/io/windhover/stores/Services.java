package io.windhover.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The real services, started by the script that users have, once for all tests of this JVM and stopped with it. Tests
 * share them; each takes a root, bucket or namespace of its own. Where a service cannot be had its tests are skipped with
 * a word, and failed where the environment says {@code CI}.
 */
public final class Services {
    private static final Services HERE = new Services();
    private static final boolean IN_CI = !List.of("", "false", "0")
            .contains(Optional.ofNullable(System.getenv("CI")).orElse(""));

    private final Map<String, Map<String, String>> started = new LinkedHashMap<>();
    private Path directory;

    private Services() {}

    /** Returns where etcd is. */
    public static URI etcd() {
        return URI.create(HERE.of("etcd", "ETCD_ENDPOINTS"));
    }

    /** Returns where the S3 server is. */
    public static URI s3() {
        return URI.create(HERE.of("s3", "S3_ENDPOINT"));
    }

    /** Returns the name that the S3 server knows us by. */
    public static String s3AccessKey() {
        return HERE.of("s3", "S3_ACCESS_KEY");
    }

    /** Returns what proves it. */
    public static String s3SecretKey() {
        return HERE.of("s3", "S3_SECRET_KEY");
    }

    /** Returns where Pulsar's brokers are. */
    public static String pulsar() {
        return HERE.of("pulsar", "PULSAR_URL");
    }

    /** Returns where Pulsar is administrated. */
    public static URI pulsarAdmin() {
        return URI.create(HERE.of("pulsar", "PULSAR_ADMIN_URL"));
    }

    /** Stops a service that was started here, so that it answers nobody, or lets it go on; its data stay. */
    public static void pause(String service, boolean isPaused) {
        HERE.signal(service, isPaused ? "-STOP" : "-CONT");
    }

    private void signal(String service, String signal) {
        try {
            String pid = Files.readString(directory.resolve(service + ".pid")).strip();
            int code = new ProcessBuilder("kill", signal, pid).start().waitFor();
            assertThat(code).as("kill %s %s (%s)", signal, pid, service).isZero();
        } catch (IOException cause) {
            throw new IllegalStateException(cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        }
    }

    private synchronized String of(String service, String variable) {
        return started.computeIfAbsent(service, this::up).get(variable);
    }

    private Map<String, String> up(String service) {
        try {
            if (directory == null) {
                directory = Files.createTempDirectory("windhover-services");
                java.lang.Runtime.getRuntime().addShutdownHook(new Thread(() -> run("down", "--wipe")));
            }
            Map<String, String> variables = new LinkedHashMap<>();
            String answer = run("up", service).orElse("");
            if (answer.isEmpty()) {
                String absence = service + " cannot be started by cluster/services.sh";
                assertThat(IN_CI)
                        .as("%s; a run with CI set must test it", absence)
                        .isFalse();
                assumeTrue(false, absence);
            }
            for (String line : answer.split("\n")) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    variables.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
            return variables;
        } catch (IOException cause) {
            throw new IllegalStateException(cause);
        }
    }

    /** Returns what the script prints; empty if it fails. */
    private Optional<String> run(String command, String option) {
        Path script = Path.of(System.getProperty("windhover.root"), "cluster", "services.sh");
        try {
            Path output = directory.resolve("script.log");
            Process process = new ProcessBuilder(script.toString(), command, directory.toString(), option)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            boolean ended = process.waitFor(10, TimeUnit.MINUTES);
            return ended && process.exitValue() == 0 && Files.exists(output)
                    ? Optional.of(Files.readString(output, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException cause) {
            throw new IllegalStateException(cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        }
    }
}
