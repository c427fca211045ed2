package io.windhover.storm.process;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The processes of a cluster on this machine, by the file that {@code windhover cluster} keeps of them. */
public final class ClusterProcesses {
    private static final List<String> SERVICES = List.of("etcd", "s3", "pulsar");
    private static final long END_NS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_NS = 20_000_000;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

    private final Path root;
    private final Path folder;

    /**
     * @param root   with the launcher of the cluster
     * @param folder of the cluster
     */
    public ClusterProcesses(Path root, Path folder) {
        this.root = root.toAbsolutePath();
        this.folder = folder.toAbsolutePath();
    }

    private JsonObject state() throws IOException {
        try {
            return JsonParser.parseString(Files.readString(folder.resolve("cluster.json")))
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException broken) {
            throw new IOException(folder + " has no readable cluster.json: " + broken.getMessage(), broken);
        }
    }

    /** Returns the ids of the members' processes by name; without those that were ended on purpose. */
    public Map<String, Long> members() throws IOException {
        Map<String, Long> members = new LinkedHashMap<>();
        for (JsonElement member : state().getAsJsonArray("members")) {
            JsonElement run = member.getAsJsonObject().get("run");
            if (run != null && run.isJsonObject()) {
                members.put(
                        member.getAsJsonObject().get("name").getAsString(),
                        run.getAsJsonObject().get("pid").getAsLong());
            }
        }
        return members;
    }

    /** Returns the ids of the services' processes by name. */
    public Map<String, Long> services() throws IOException {
        Map<String, Long> services = new LinkedHashMap<>();
        for (String name : SERVICES) {
            Path pid = folder.resolve("services").resolve(name + ".pid");
            if (Files.exists(pid)) {
                services.put(name, Long.parseLong(Files.readString(pid).strip()));
            }
        }
        return services;
    }

    /** Tells whether a cluster is up here and one of its proxies serves an address on this machine. */
    public boolean serves(String uri) {
        try {
            URI address = URI.create(uri.contains("://") ? uri : "http://" + uri);
            return address.getHost() != null
                    && LOOPBACK.contains(address.getHost())
                    && ports().contains(address.getPort());
        } catch (IOException | IllegalArgumentException notUp) {
            return false;
        }
    }

    /** Tells whether networks between its processes can be cut. */
    public boolean isCuttable() throws IOException {
        JsonElement relay = state().get("relay");
        return relay != null && relay.isJsonObject();
    }

    /**
     * Cuts ways between processes, and heals all others.
     *
     * @param ways each {@code FROM TO}, by the names of members and services: nothing gets from one to the other
     */
    void cut(Collection<String> ways) throws IOException {
        Path whole = folder.resolve("cuts.new");
        Files.write(whole, ways);
        Files.move(whole, folder.resolve("cuts"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns the clients' ports of all proxies. */
    public List<Integer> ports() throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (JsonElement element : state().getAsJsonArray("members")) {
            JsonObject member = element.getAsJsonObject();
            boolean isProxy = member.getAsJsonArray("roles").asList().stream()
                    .anyMatch(role -> role.getAsString().equals("proxy"));
            if (isProxy) {
                ports.add(member.get("port").getAsInt());
            }
        }
        return ports;
    }

    /** Returns the ports of metrics of all members. */
    List<Integer> managementPorts() throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (JsonElement member : state().getAsJsonArray("members")) {
            ports.add(member.getAsJsonObject().get("managementPort").getAsInt());
        }
        return ports;
    }

    /** Returns where a service is, by the name that its script prints. */
    String where(String name) throws IOException {
        return state().getAsJsonObject("services").get(name).getAsString();
    }

    /** Returns the directory that holds what is in S3. */
    public Path objects() {
        return folder.resolve("services").resolve("s3");
    }

    /** Tells whether a process runs. */
    static boolean isAlive(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException _) {
            return false;
        }
    }

    /** Ends a process as kill -9 does, and waits until it is gone. */
    static void kill(long pid) throws IOException {
        signal("KILL", pid);
        long until = System.nanoTime() + END_NS_MAX;
        while (isAlive(pid)) {
            if (System.nanoTime() - until > 0) {
                throw new IOException("process " + pid + " does not end");
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** Sends a signal. */
    static void signal(String name, long pid) throws IOException {
        run(List.of("sh", "-c", "kill -" + name + " " + pid));
    }

    /** Starts a member again, under its name. */
    void startMember(String name) throws IOException {
        Path launcher = root.resolve("windhover");
        run(List.of(launcher.toString(), "cluster", "start", name, "--no-wait", "--dir", folder.toString()));
    }

    /** Starts a service again on its data, and waits until it answers. */
    void startService(String name) throws IOException {
        Path script = root.resolve("cluster").resolve("services.sh");
        run(List.of(script.toString(), "up", folder.resolve("services").toString(), name));
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException("\"" + String.join(" ", command) + "\" ended with " + code + ": " + said);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
