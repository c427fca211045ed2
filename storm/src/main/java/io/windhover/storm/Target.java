package io.windhover.storm;

import io.windhover.storm.process.Chaos;
import io.windhover.storm.process.ClusterChaos;
import io.windhover.storm.process.ClusterProcesses;
import io.windhover.storm.process.Footprint;
import io.windhover.storm.process.Havoc;
import io.windhover.storm.process.Holdings;
import io.windhover.storm.process.LocalServer;
import io.windhover.storm.tally.Journal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * What is stormed.
 *
 * @param uris    where clients connect, in turn; the first is whose version is told
 * @param server  the process, if it was started here
 * @param cluster the processes, if they are on this machine
 */
record Target(List<String> uris, Optional<LocalServer> server, Optional<ClusterProcesses> cluster) {
    /** Returns who makes faults, if that is wanted. */
    Optional<Havoc> havoc(Options.What what, Journal journal) {
        if (!what.isChaotic) {
            return Optional.empty();
        }
        Random random = new Random(what.seed + 2_000);
        long everyNs = TimeUnit.SECONDS.toNanos(what.faultSeconds);
        return cluster.<Havoc>map(all -> new ClusterChaos(all, what.faults, everyNs, random, journal))
                .or(() -> server.map(one -> new Chaos(one, random)));
    }

    /** Returns what the cluster holds, nothing if there is none. */
    Holdings holdings() {
        return cluster.map(Holdings::of).orElseGet(Holdings::none);
    }

    /** Measures the processes, those of a cluster together, and directories. */
    Footprint footprint(List<Path> directories) {
        if (cluster.isPresent()) {
            return clusterFootprint(cluster.get());
        }
        OptionalLong pid = server.isPresent() ? OptionalLong.of(server.get().pid()) : foreign();
        return Footprint.of(pid, server.map(one -> List.of(one.data())).orElse(directories));
    }

    private static Footprint clusterFootprint(ClusterProcesses cluster) {
        try {
            return Footprint.sum(cluster.members().values(), List.of(cluster.objects()));
        } catch (IOException _) {
            return new Footprint(-1, -1, -1, -1);
        }
    }

    private OptionalLong foreign() {
        URI address = URI.create(uris.getFirst());
        boolean isHere = List.of("127.0.0.1", "localhost", "::1").contains(String.valueOf(address.getHost()));
        return isHere ? Footprint.listenerOf(address.getPort()) : OptionalLong.empty();
    }
}
