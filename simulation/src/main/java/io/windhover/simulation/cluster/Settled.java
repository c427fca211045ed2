package io.windhover.simulation.cluster;

import io.windhover.coordinator.follow.FollowedCatalog;
import io.windhover.model.MemberId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.simulation.BrokenPromiseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks from outside whether a cluster is as it should be: everybody serves, one leads, every shard has who it needs. */
public final class Settled {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final SimulatedCluster cluster;
    private final Runtime world;
    private final FollowedCatalog catalog;

    /** Begins to look. */
    public Settled(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.world = cluster.simulation().world().runtime();
        this.catalog = FollowedCatalog.open(world, cluster.stores().meta());
    }

    /** Returns the newest catalog. */
    public Catalog catalog() {
        return catalog.catalog();
    }

    /** Waits until everything is as it should be; fails the run when that takes too long. */
    public void await(Duration most) {
        long untilNs = world.monotonicNs() + most.toNanos();
        List<String> open = open();
        while (!open.isEmpty()) {
            BrokenPromiseException.unless(world.monotonicNs() < untilNs, "%s after the last trouble: %s", most, open);
            world.sleep(LOOK);
            open = open();
        }
    }

    private List<String> open() {
        List<String> open = new ArrayList<>();
        long leaders = 0;
        for (ClusterMember member : cluster.members()) {
            if (!member.database().isServing()) {
                open.add(member.name() + " does not serve: " + member.database().health());
            }
            leaders += member.database().leads() ? 1 : 0;
        }
        if (leaders != 1) {
            open.add(leaders + " coordinators lead");
        }
        catalog().collections().values().filter(Collection::isActive).forEach(collection -> unplaced(collection, open));
        return open;
    }

    private void unplaced(Collection collection, List<String> open) {
        for (int shard = 0; shard < collection.settings().shardCount(); shard++) {
            ShardPlacement placement = collection.placement(shard);
            boolean owned = placement.owner().filter(this::lives).isPresent();
            boolean read = !collection.load().isLoaded()
                    || placement.readers().size() == 1
                            && placement.readers().stream().allMatch(this::lives);
            if (!owned || !read) {
                open.add("shard " + shard + " of " + collection.name() + " is placed on " + placement);
            }
        }
    }

    private boolean lives(MemberId id) {
        return cluster.members().stream().anyMatch(member -> member.name().equals(id.name()) && member.isAlive());
    }

    /** Returns what is stored and should not be when nothing is defined. */
    public List<String> leftovers() {
        List<String> left = new ArrayList<>();
        SharedStores stores = cluster.stores();
        stores.objects().list("").forEach(object -> left.add("object " + object.name()));
        stores.wal().logs().forEach(log -> left.add("log " + log));
        for (MetaStore.Entry entry : stores.meta().readPrefix("").entries()) {
            if (!isExpected(entry.key())) {
                left.add("key " + entry.key());
            }
        }
        return left;
    }

    /** The catalog keeps its head, its databases and the results of the last requests. */
    private boolean isExpected(String key) {
        return key.equals("leader")
                || key.startsWith("catalog/head")
                || key.startsWith("catalog/database")
                || key.startsWith("catalog/request")
                || key.startsWith("members/") && lives(new MemberId(key.substring("members/".length())));
    }
}
