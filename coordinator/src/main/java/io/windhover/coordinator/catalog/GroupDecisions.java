package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.ResourceGroupGone;
import io.windhover.coordinator.catalog.CatalogChange.ResourceGroupPut;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.cluster.Groups;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates, drops and configures resource groups. Each of these decisions also puts the members that are there into the
 * groups that the new configurations ask for ({@link GroupMoves}).
 */
final class GroupDecisions {
    private GroupDecisions() {}

    static Decision create(Draft draft, Command.CreateResourceGroup command) {
        Optional<ResourceGroup> present = draft.catalog().resourceGroup(command.group());
        if (present.isPresent()) {
            if (present.get().config().equals(command.config())) {
                return draft.already(0);
            }
            throw DatabaseException.of(ErrorCode.RESOURCE_GROUP_ALREADY_EXIST, "rg", command.group());
        }
        int limit = draft.limits().resourceGroups();
        if (draft.catalog().resourceGroups().size() + 1 >= limit) {
            throw DatabaseException.of(ErrorCode.RESOURCE_GROUP_REACH_LIMIT, "rg", command.group(), "limit", limit);
        }
        requireValid(draft, command.group(), command.config());
        draft.change(new ResourceGroupPut(new ResourceGroup(command.group(), command.config(), List.of())));
        return settle(draft);
    }

    static Decision update(Draft draft, Command.UpdateResourceGroups command) {
        for (Map.Entry<String, ResourceGroup.Config> entry : command.configs().entrySet()) {
            ResourceGroup group = require(draft, entry.getKey());
            requireValid(draft, entry.getKey(), entry.getValue());
            put(draft, group, group.with(entry.getValue()));
        }
        return settle(draft);
    }

    static Decision drop(Draft draft, Command.DropResourceGroup command) {
        String name = command.group();
        Optional<ResourceGroup> group = draft.catalog().resourceGroup(name);
        if (group.isEmpty()) {
            return draft.already(0);
        }
        requireNoReplicas(draft, name);
        if (name.equals(ResourceGroup.DEFAULT_NAME)) {
            throw invalid("default resource group is not deletable", "not default resource group", name);
        }
        if (group.get().config().limits() != 0) {
            throw invalid("resource group's limits node num is not 0", "not empty resource group", name);
        }
        requireUnused(draft, name);
        GroupMoves.settle(draft);
        draft.change(new ResourceGroupGone(name));
        return draft.done(0);
    }

    private static void requireNoReplicas(Draft draft, String name) {
        Optional<Collection> user = draft.catalog()
                .collections()
                .values()
                .filter(c -> c.isActive() && c.load().replicaGroups().contains(name))
                .findFirst();
        if (user.isPresent()) {
            throw invalid(
                    "some replicas still loaded in resource group[" + name + "], release it first",
                    "empty resource group",
                    "resource group " + name + " has collection " + user.get().id() + " loaded");
        }
    }

    private static void requireUnused(Draft draft, String name) {
        for (ResourceGroup other : draft.catalog().resourceGroups().values().toList()) {
            requireUnused(name, other.name(), other.config().transferFrom(), "TransferFrom");
            requireUnused(name, other.name(), other.config().transferTo(), "TransferTo");
        }
    }

    private static void requireUnused(String name, String other, List<String> used, String what) {
        if (used.contains(name)) {
            throw invalid(
                    "resource group " + name + " is used by " + other + "'s `" + what
                            + "`, remove that configuration first",
                    "not `" + what + "` of resource group",
                    name);
        }
    }

    static Decision transfer(Draft draft, Command.TransferNode command) {
        requireDifferent(command.source(), command.target());
        if (command.count() <= 0) {
            throw DatabaseException.of(
                    ErrorCode.PARAMETER_INVALID,
                    "expected",
                    "NumNode > 0",
                    "actual",
                    "invalid NumNode " + command.count());
        }
        ResourceGroup source = require(draft, command.source());
        ResourceGroup target = require(draft, command.target());
        if (draft.members().equals(Members.NONE)) {
            throw new DatabaseException(
                    ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH,
                    "the only node of a server that is one process stays in the default group: "
                            + ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH.text());
        }
        List<Member> present = new Groups(draft.catalog(), draft.members()).readers(source.name());
        if (present.size() < command.count()) {
            throw DatabaseException.of(
                    ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH,
                    "rg",
                    source.name(),
                    "currentNodeNum",
                    present.size(),
                    "expectedNodeNum",
                    command.count());
        }
        put(draft, source, source.with(less(source, command.count())));
        put(draft, target, target.with(more(target.config(), command.count())));
        present.stream()
                .sorted(GroupMoves.goesFirst())
                .limit(command.count())
                .forEach(member -> GroupMoves.move(draft, member.id(), target.name()));
        return settle(draft);
    }

    private static ResourceGroup.Config less(ResourceGroup group, int count) {
        int limits = group.config().limits();
        boolean isDefault = group.name().equals(ResourceGroup.DEFAULT_NAME);
        return group.config()
                .sized(
                        Math.max(0, group.config().requests() - count),
                        isDefault || limits == ResourceGroup.UNLIMITED ? limits : Math.max(0, limits - count));
    }

    private static ResourceGroup.Config more(ResourceGroup.Config config, int count) {
        int requests = (int) Math.min(Integer.MAX_VALUE, (long) config.requests() + count);
        return config.sized(requests, Math.max(requests, config.limits()));
    }

    static void requireDifferent(String source, String target) {
        if (source.equals(target)) {
            throw DatabaseException.invalid(
                    "source resource group and target resource group should not be the same, resource group: %s",
                    source);
        }
    }

    /** Fills groups up and creates those that members name, as far as members that are there allow. */
    static Decision settle(Draft draft) {
        GroupMoves.settle(draft);
        return draft.done(0);
    }

    private static void put(Draft draft, ResourceGroup before, ResourceGroup after) {
        if (!after.equals(before)) {
            draft.change(new ResourceGroupPut(after));
        }
    }

    static ResourceGroup require(Draft draft, String name) {
        return draft.catalog()
                .resourceGroup(name)
                .orElseThrow(() -> DatabaseException.of(ErrorCode.RESOURCE_GROUP_NOT_FOUND, "rg", name));
    }

    private static void requireValid(Draft draft, String name, ResourceGroup.Config config) {
        if (config.requests() < 0 || config.limits() < 0) {
            throw illegal(name, config, "node num in `requests` or `limits` should not less than 0");
        }
        if (config.limits() < config.requests()) {
            throw illegal(name, config, "limits node num should not less than requests node num");
        }
        requireOthers(draft, name, config, config.transferFrom(), "TransferFrom");
        requireOthers(draft, name, config, config.transferTo(), "TransferTo");
    }

    private static void requireOthers(
            Draft draft, String name, ResourceGroup.Config config, List<String> others, String what) {
        for (String other : others) {
            if (other.equals(name)) {
                throw illegal(name, config, "resource group in `" + what + "` " + name + " should not be itself");
            }
            if (draft.catalog().resourceGroup(other).isEmpty()) {
                throw illegal(name, config, "resource group in `" + what + "` " + other + " not exist");
            }
        }
    }

    private static DatabaseException illegal(String name, ResourceGroup.Config config, String reason) {
        String values = "requests:" + config.requests() + " limits:" + config.limits() + " transfer_from:"
                + config.transferFrom() + " transfer_to:" + config.transferTo();
        DatabaseException base =
                DatabaseException.of(ErrorCode.RESOURCE_GROUP_ILLEGAL_CONFIG, "rg", name, "config", values);
        return new DatabaseException(base.code(), reason + ": " + base.getMessage());
    }

    private static DatabaseException invalid(String reason, Object expected, Object actual) {
        DatabaseException base =
                DatabaseException.of(ErrorCode.PARAMETER_INVALID, "expected", expected, "actual", actual);
        return new DatabaseException(base.code(), reason + ": " + base.getMessage());
    }
}
