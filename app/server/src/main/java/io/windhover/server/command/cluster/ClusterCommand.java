package io.windhover.server.command.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A cluster on one machine, as a command. */
@Command(
        name = "cluster",
        description = "A whole cluster on this machine, for trying and testing: processes of each role, on an etcd, a"
                + " Pulsar and an S3 server that are started below them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ClusterCommand implements Runnable {
    /** The main class of members; the one this command belongs to. */
    private static final String MAIN = "io.windhover.server.command.Main";

    private static final String HEAP_FORM = "[1-9][0-9]{0,6}[kKmMgG]";

    @Spec
    private CommandSpec spec;

    /** Creates the command; picocli fills it. */
    public ClusterCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: up, status, down, kill, start, add or remove");
    }

    /** Where it is. */
    static final class Folder {
        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description = "of the cluster's data, logs and file of what runs (default: ${DEFAULT-VALUE})")
        private Path path = Path.of("data/cluster");

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "show this")
        private boolean isHelp;

        LocalCluster cluster() {
            Path script = Path.of(System.getProperty("windhover.root", "."), "cluster", "services.sh");
            ClusterFolder folder = new ClusterFolder(path);
            return new LocalCluster(
                    folder, new LocalServices(script, folder.services()), new MemberProgram(MAIN), System.out::println);
        }
    }

    @Command(name = "up", sortOptions = false, description = "Starts it and waits until every process is ready.")
    void up(@Mixin Folder folder, @Mixin Size size) {
        folder.cluster().up(size.port, size.heaps(spec), size.counts(spec), size.isCuttable);
    }

    /** How large it is to be. */
    static final class Size {
        @Option(names = "--proxies", paramLabel = "N", description = "they answer clients (default: ${DEFAULT-VALUE})")
        private int proxies = 2;

        @Option(
                names = "--coordinators",
                paramLabel = "N",
                description = "one decides, others stand by (default: ${DEFAULT-VALUE})")
        private int coordinators = 2;

        @Option(names = "--data-nodes", paramLabel = "N", description = "they own shards (default: ${DEFAULT-VALUE})")
        private int dataNodes = 2;

        @Option(names = "--query-nodes", paramLabel = "N", description = "they search (default: ${DEFAULT-VALUE})")
        private int queryNodes = 2;

        @Option(
                names = "--port",
                paramLabel = "FIRST",
                description = "of 95 ports: three for each process, clients first, then five for services (default:"
                        + " ${DEFAULT-VALUE})")
        private int port = 19_530;

        @Option(
                names = "--heap",
                split = ",",
                paramLabel = "ROLE=SIZE",
                description = "most heap of a process, such as query=4g (default:"
                        + " proxy=768m,coordinator=512m,data=2g,query=2g)")
        private Map<String, String> heaps = new LinkedHashMap<>();

        @Option(
                names = "--cuttable",
                description =
                        "what processes send each other goes through a relay, so that networks can be cut (Linux)")
        private boolean isCuttable;

        private Map<String, Integer> counts(CommandSpec spec) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            counts.put("proxy", proxies);
            counts.put("coordinator", coordinators);
            counts.put("data", dataNodes);
            counts.put("query", queryNodes);
            int all = counts.values().stream().mapToInt(Integer::intValue).sum();
            boolean isNegative = counts.values().stream().anyMatch(count -> count < 0);
            if (isNegative || all < 1 || all > ClusterState.MEMBERS_MAX) {
                throw new ParameterException(
                        spec.commandLine(),
                        "a cluster has 1 to " + ClusterState.MEMBERS_MAX + " processes, not " + counts);
            }
            if (port < 1 || port > 65_000) {
                throw new ParameterException(spec.commandLine(), "--port takes 1 to 65000, not " + port);
            }
            return counts;
        }

        private Map<String, String> heaps(CommandSpec spec) {
            Map<String, String> all =
                    new LinkedHashMap<>(Map.of("proxy", "768m", "coordinator", "512m", "data", "2g", "query", "2g"));
            heaps.forEach((role, heap) -> {
                if (!all.containsKey(role) || !heap.matches(HEAP_FORM)) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "--heap takes a role and a size such as query=4g, not " + role + "=" + heap);
                }
                all.put(role, heap);
            });
            return all;
        }
    }

    @Command(name = "relay", hidden = true, description = "Is started by up --cuttable.")
    void relay(@Mixin Folder folder) {
        folder.cluster().relay();
    }

    @Command(name = "status", description = "Says how it goes with each process. Exits with 0 if all are well.")
    int status(
            @Mixin Folder folder,
            @Option(names = "--json", paramLabel = "FILE", description = "write it there too") Optional<Path> json)
            throws IOException {
        ClusterReport report = folder.cluster().status();
        System.out.println(report.text());
        if (json.isPresent()) {
            Files.writeString(json.get(), ClusterFolder.json(report));
        }
        return report.isWell() ? 0 : 1;
    }

    @Command(name = "down", description = "Ends it: processes first, services last. Data is kept.")
    void down(
            @Mixin Folder folder,
            @Option(names = "--wipe", description = "delete the services' data") boolean isWiped) {
        folder.cluster().down(isWiped);
    }

    @Command(name = "kill", description = "Ends a process as kill -9 does.")
    void kill(@Mixin Folder folder, @Parameters(paramLabel = "NAME") String name) {
        folder.cluster().kill(name);
    }

    @Command(name = "start", description = "Starts a process that does not run, under its name.")
    void start(
            @Mixin Folder folder,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--no-wait", description = "do not wait until it is ready") boolean isLeft) {
        folder.cluster().start(name, !isLeft);
    }

    @Command(name = "add", description = "Starts a further process.")
    void add(
            @Mixin Folder folder,
            @Option(
                            names = "--role",
                            split = ",",
                            required = true,
                            paramLabel = "ROLE",
                            description = "some of proxy,coordinator,data,query")
                    List<String> roles) {
        if (!MemberState.ROLES.containsAll(roles)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--role takes some of " + String.join(",", MemberState.ROLES) + ", not " + String.join(",", roles));
        }
        folder.cluster().add(roles);
    }

    @Command(name = "remove", description = "Lets a process hand over and end, and forgets it.")
    void remove(@Mixin Folder folder, @Parameters(paramLabel = "NAME") String name) {
        folder.cluster().remove(name);
    }
}
