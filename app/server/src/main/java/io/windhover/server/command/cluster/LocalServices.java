package io.windhover.server.command.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** etcd, Pulsar and an S3 server on this machine, by the script that starts and ends them. */
final class LocalServices {
    private static final List<String> NAMES = List.of("etcd", "s3", "pulsar");
    private static final String PEER = "etcd-peer";
    /** What the script calls the ports it remembers, the one that nobody but etcd calls among them. */
    private static final List<String> PORTS = List.of("etcd", PEER, "s3", "pulsar", "pulsar-web");

    private final Path script;
    private final Path folder;

    LocalServices(Path script, Path folder) {
        this.script = script;
        this.folder = folder;
    }

    /** Gives them ports from one on if they have none yet, and the host on which they are called. */
    void prepare(int firstPort, String host) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("host"), host + "\n");
            for (int i = 0; i < PORTS.size(); i++) {
                Path port = folder.resolve(PORTS.get(i) + ".port");
                if (Files.notExists(port)) {
                    Files.writeString(port, (firstPort + i) + "\n");
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot use the folder " + folder + ": " + failure, failure);
        }
    }

    /** Starts what does not run; returns what the script says of them. */
    Map<String, String> up() {
        Map<String, String> where = new LinkedHashMap<>();
        for (String line : run("up", folder.toString())) {
            String[] parts = line.split("=", 2);
            if (parts.length == 2) {
                where.put(parts[0], parts[1]);
            }
        }
        return where;
    }

    /** Returns the names of services by the ports they are called on. */
    Map<Integer, String> targets() {
        Map<Integer, String> targets = new LinkedHashMap<>();
        for (String port : PORTS.stream().filter(name -> !name.equals(PEER)).toList()) {
            try {
                targets.put(
                        Integer.parseInt(
                                Files.readString(folder.resolve(port + ".port")).strip()),
                        port.equals("pulsar-web") ? "pulsar" : port);
            } catch (IOException | NumberFormatException _) {
                // It has no port yet.
            }
        }
        return targets;
    }

    /** Ends them. */
    void down(boolean isWiped) {
        if (Files.exists(folder)) {
            run(
                    isWiped
                            ? new String[] {"down", folder.toString(), "--wipe"}
                            : new String[] {"down", folder.toString()});
        }
    }

    /** Returns the ids of their processes, whether they run or not. */
    Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        for (String name : NAMES) {
            try {
                pids.put(
                        name,
                        Long.parseLong(
                                Files.readString(folder.resolve(name + ".pid")).strip()));
            } catch (IOException | NumberFormatException _) {
                // One that was never started, or was ended, has none.
            }
        }
        return pids;
    }

    private List<String> run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            List<String> lines = process.inputReader().readAllLines();
            int code = process.waitFor();
            if (code != 0) {
                throw new ClusterException("\"" + String.join(" ", command) + "\" ended with " + code);
            }
            return lines;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot run " + script + ": " + failure, failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while \"" + String.join(" ", command) + "\" ran");
        }
    }
}
