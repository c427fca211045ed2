package io.windhover.proxy.ddl;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.SegmentId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.cluster.Groups;
import io.windhover.model.role.Command;
import io.windhover.proxy.check.Names;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.ReplicaDescription;
import io.windhover.proxy.request.ResourceGroupDescription;
import io.windhover.proxy.route.Roles;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Resource groups, and the replicas that are in them. */
public final class Replicas {
    private final Roles roles;

    /** Describes what {@code roles} know. */
    public Replicas(Roles roles) {
        this.roles = roles;
    }

    /** Creates a resource group; the same one again is fine. */
    public void createGroup(String name, ResourceGroup.Config config) {
        Names.checkResourceGroup(name);
        roles.submit(new Command.CreateResourceGroup(name, config));
    }

    /** Returns the names of all groups, the default one first. */
    public List<String> groups() {
        List<String> names = new ArrayList<>(List.of(ResourceGroup.DEFAULT_NAME));
        roles.catalog()
                .resourceGroups()
                .values()
                .map(ResourceGroup::name)
                .filter(name -> !names.contains(name))
                .forEach(names::add);
        return names;
    }

    /** Describes a group. Throws RESOURCE_GROUP_NOT_FOUND. */
    public ResourceGroupDescription describe(String name) {
        Catalog catalog = roles.catalog();
        Groups groups = new Groups(catalog, roles.members().get());
        ResourceGroup group = catalog.resourceGroup(name)
                .orElseThrow(() -> DatabaseException.of(ErrorCode.RESOURCE_GROUP_NOT_FOUND, "rg", name));
        Map<String, Integer> loaded = new TreeMap<>();
        Map<String, Integer> outgoing = new TreeMap<>();
        Map<String, Integer> incoming = new TreeMap<>();
        for (Collection collection : catalog.collections().values().toList()) {
            for (ReplicaDescription replica : replicas(collection, groups)) {
                boolean isOfGroup = replica.group().equals(name);
                int outside = replica.outbound().values().stream()
                        .mapToInt(count -> count)
                        .sum();
                add(loaded, collection.name(), isOfGroup ? 1 : 0);
                add(outgoing, collection.name(), isOfGroup ? outside : 0);
                add(incoming, collection.name(), replica.outbound().getOrDefault(name, 0));
            }
        }
        return new ResourceGroupDescription(group, groups.readers(name), loaded, outgoing, incoming);
    }

    private static void add(Map<String, Integer> counts, String name, int more) {
        if (more > 0) {
            counts.merge(name, more, Integer::sum);
        }
    }

    /** Returns the replicas of a collection; none if it is not loaded. */
    public List<ReplicaDescription> of(CollectionRef collection) {
        Catalog catalog = roles.catalog();
        return replicas(
                catalog.requireCollection(collection.database(), collection.name()),
                new Groups(catalog, roles.members().get()));
    }

    private static List<ReplicaDescription> replicas(Collection collection, Groups groups) {
        List<String> wanted = collection.load().replicaGroups();
        List<Map<Integer, MemberId>> readers = new ArrayList<>();
        wanted.forEach(_ -> readers.add(new TreeMap<>()));
        for (int shard = 0; shard < collection.settings().shardCount(); shard++) {
            assign(shard, collection.placement(shard).readers(), wanted, readers, groups);
        }
        List<ReplicaDescription> replicas = new ArrayList<>();
        for (int number = 0; number < wanted.size(); number++) {
            String group = wanted.get(number);
            Map<String, Integer> outbound = new TreeMap<>();
            readers.get(number).values().stream()
                    .distinct()
                    .flatMap(reader -> groups.of(reader).stream())
                    .filter(other -> !other.equals(group))
                    .forEach(other -> outbound.merge(other, 1, Integer::sum));
            replicas.add(new ReplicaDescription(number, group, readers.get(number), outbound));
        }
        return replicas;
    }

    /** Gives each replica a reader of its group, and where there is none one that is still in another. */
    private static void assign(
            int shard, List<MemberId> there, List<String> wanted, List<Map<Integer, MemberId>> readers, Groups groups) {
        List<MemberId> left = new ArrayList<>(there);
        for (int number = 0; number < wanted.size(); number++) {
            String group = wanted.get(number);
            Optional<MemberId> reader = left.stream()
                    .filter(member -> groups.of(member).filter(group::equals).isPresent())
                    .findFirst();
            if (reader.isPresent()) {
                left.remove(reader.get());
                readers.get(number).put(shard, reader.get());
            }
        }
        Iterator<MemberId> others = left.iterator();
        for (int number = 0; number < wanted.size() && others.hasNext(); number++) {
            if (!readers.get(number).containsKey(shard)) {
                readers.get(number).put(shard, others.next());
            }
        }
    }

    /**
     * Lets others read what a member reads of a collection.
     *
     * @param segments whose shards are meant; empty = all shards
     */
    public void move(CollectionRef ref, MemberId from, List<MemberId> targets, List<SegmentId> segments) {
        Collection collection = roles.require(ref);
        List<Integer> shards = segments.stream()
                .map(segment -> collection
                        .storage()
                        .segments()
                        .find(segment)
                        .orElseThrow(() -> DatabaseException.of(ErrorCode.SEGMENT_NOT_FOUND, "segment", segment))
                        .shard()
                        .number())
                .distinct()
                .toList();
        roles.submit(new Command.MoveReaders(ref.database(), ref.name(), from, targets, shards));
    }
}
