package io.windhover.model.catalog;

import io.windhover.model.MemberId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group of readers: the replicas that are loaded into it are read by its members only.
 *
 * @param name    unique
 * @param config  how many members it shall have
 * @param members those that were put into it, in order of their names, whether they are there or not; a member that no
 *     group lists is in the one that it names itself
 */
public record ResourceGroup(String name, Config config, List<MemberId> members) {
    /** The group that always exists. */
    public static final String DEFAULT_NAME = "__default_resource_group";

    /** What no limit is written as. */
    public static final int UNLIMITED = 1_000_000;

    /** The group that always exists, as long as nothing else was set for it. */
    public static final ResourceGroup DEFAULT = new ResourceGroup(DEFAULT_NAME, Config.of(0, UNLIMITED), List.of());

    /**
     * How many members a group shall have.
     *
     * @param requests     fewer are filled up from other groups
     * @param limits       more are given to other groups
     * @param transferFrom groups that members are taken from first
     * @param transferTo   groups that members are given to first
     * @param nodeLabels   kept for who asks; no member has labels
     */
    public record Config(
            int requests,
            int limits,
            List<String> transferFrom,
            List<String> transferTo,
            Map<String, String> nodeLabels) {
        /** Copies lists and labels. */
        public Config {
            transferFrom = List.copyOf(transferFrom);
            transferTo = List.copyOf(transferTo);
            nodeLabels = Collections.unmodifiableMap(new LinkedHashMap<>(nodeLabels));
        }

        /** Returns a configuration of numbers only. */
        public static Config of(int requests, int limits) {
            return new Config(requests, limits, List.of(), List.of(), Map.of());
        }

        /** Returns this with other numbers. */
        public Config sized(int newRequests, int newLimits) {
            return new Config(newRequests, newLimits, transferFrom, transferTo, nodeLabels);
        }
    }

    /** Sorts the members. */
    public ResourceGroup {
        members = members.stream().distinct().sorted().toList();
    }

    /** Returns this with another configuration. */
    public ResourceGroup with(Config newConfig) {
        return new ResourceGroup(name, newConfig, members);
    }

    /** Returns this with other members. */
    public ResourceGroup with(List<MemberId> newMembers) {
        return new ResourceGroup(name, config, newMembers);
    }
}
