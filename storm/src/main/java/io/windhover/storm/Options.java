package io.windhover.storm;

import io.windhover.storm.process.ClusterChaos;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a user can choose: where, what, and what is written about it. */
final class Options {
    /** Which server. */
    static final class Where {
        @Option(
                names = "--uri",
                description =
                        "of a running server, such as http://127.0.0.1:19530 (default: a fresh standalone is started)")
        Optional<String> uri = Optional.empty();

        @Option(names = "--token", description = "user:password for that server")
        String token = "";

        @Option(
                names = "--cluster",
                paramLabel = "<dir>",
                description =
                        "folder of a cluster started by `windhover cluster up`: clients go to all its proxies, and"
                                + " --chaos strikes its processes")
        Optional<Path> cluster = Optional.empty();

        @Option(
                names = "--data",
                description = "directories whose size is measured (default: that of the server started)")
        List<Path> data = List.of();
    }

    /** Which storm. */
    static final class What {
        @Option(names = "--clients", description = "at work at once (default: ${DEFAULT-VALUE})")
        int clients = 16;

        @Option(names = "--seconds", description = "how long (default: ${DEFAULT-VALUE})")
        int seconds = 60;

        @Option(names = "--rows", description = "base rows (default: ${DEFAULT-VALUE})")
        long rows = 200_000;

        @Option(
                names = "--dim",
                description = "dimensions of the largest vector, multiple of 8 (default: ${DEFAULT-VALUE})")
        int dim = 128;

        @Option(
                names = "--scenes",
                description =
                        "letters of the scenes played: a write, b search, c hybrid search (default: ${DEFAULT-VALUE})")
        String scenes = "abc";

        @Option(
                names = "--like",
                paramLabel = "<server>",
                description =
                        "play only what this other server has: milvus-2.3, or a file written by --json of a storm at it")
        Optional<String> like = Optional.empty();

        @Option(
                names = "--rate",
                description = "most scenes begun a second, by all clients together (default: no limit)")
        double rate = Double.POSITIVE_INFINITY;

        @Option(names = "--seed", description = "of all rows and choices (default: the time)")
        long seed = System.currentTimeMillis();

        @Option(
                names = "--settle",
                description =
                        "most seconds to wait at the end until the server gave back memory and disk (default: ${DEFAULT-VALUE})")
        int settleSeconds = 90;

        @Option(
                names = "--chaos",
                description = "kill -9 and restart the server all the time; only one that was started here, or the"
                        + " processes of --cluster")
        boolean isChaotic;

        @Option(
                names = "--faults",
                split = ",",
                paramLabel = "<fault>",
                description = "at a cluster: kill and pause of its processes, services for both of those below, cut of"
                        + " networks between them (needs `cluster up --cuttable`) (default: kill,pause,services)")
        List<String> faults = ClusterChaos.FAULTS.subList(0, 3);

        @Option(
                names = "--fault-every",
                paramLabel = "<seconds>",
                description = "at a cluster: from one moment of one or two faults to the next (default:"
                        + " ${DEFAULT-VALUE})")
        int faultSeconds = 20;
    }

    /** Which reports. */
    static final class Output {
        @Option(
                names = "--compare",
                split = ",",
                paramLabel = "<file>",
                description = "show this storm beside an earlier one, written by --json; with two files: these two, and"
                        + " play none")
        List<Path> compare = List.of();

        @Option(
                names = "--strict",
                description = "exit with 1 also if memory, disk, handles or canaries are above their marks")
        boolean isStrict;

        @Option(names = "--json", description = "file for everything that was seen")
        Optional<Path> json = Optional.empty();

        @Option(names = "--html", description = "file for a page with charts")
        Optional<Path> html = Optional.empty();
    }

    private Options() {}
}
