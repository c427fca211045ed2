package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.SizeExempt;
import io.windhover.model.role.Command;

/**
 * Decides what a command does to the catalog: pure, without IO, clock or chance. All names are resolved here, against
 * the one state that the decision is made on. Refusals carry Milvus's texts; where its older versions answer the
 * catch-all code 65535, the code is the one its newer versions give (1100, the user's fault).
 *
 * <p>The decisions are grouped by what they speak of: {@link DatabaseDecisions}, {@link CollectionDecisions}, {@link
 * SchemaDecisions}, {@link PartitionDecisions}, {@link AliasDecisions}, {@link IndexDecisions}, {@link LoadDecisions},
 * {@link ReplicaDecisions}, {@link GroupDecisions}, {@link PlacementDecisions} and {@link StorageDecisions}.
 */
public final class CatalogDecider {
    private CatalogDecider() {}

    /**
     * Decides one command.
     *
     * @return a commit whose changes lead from {@code state} to its next state, or the reason why there is none
     */
    @SizeExempt("one case per command")
    public static Decision decide(CatalogState state, Command command, DecisionContext context) {
        Draft draft = new Draft(state, context);
        try {
            return switch (command) {
                case Command.CreateDatabase c -> DatabaseDecisions.create(draft, c);
                case Command.DropDatabase c -> DatabaseDecisions.drop(draft, c);
                case Command.AlterDatabase c -> DatabaseDecisions.alter(draft, c);
                case Command.CreateCollection c -> CollectionDecisions.create(draft, c);
                case Command.DropCollection c -> CollectionDecisions.drop(draft, c);
                case Command.TruncateCollection c -> PartitionDecisions.truncate(draft, c);
                case Command.RenameCollection c -> CollectionDecisions.rename(draft, c);
                case Command.AlterCollection c -> CollectionDecisions.alter(draft, c);
                case Command.AlterField c -> SchemaDecisions.alterField(draft, c);
                case Command.AddField c -> SchemaDecisions.addField(draft, c);
                case Command.CreatePartitions c -> PartitionDecisions.create(draft, c);
                case Command.DropPartitions c -> PartitionDecisions.drop(draft, c);
                case Command.CreateAlias c -> AliasDecisions.create(draft, c);
                case Command.DropAlias c -> AliasDecisions.drop(draft, c);
                case Command.AlterAlias c -> AliasDecisions.alter(draft, c);
                case Command.CreateIndex c -> IndexDecisions.create(draft, c);
                case Command.DropIndex c -> IndexDecisions.drop(draft, c);
                case Command.AlterIndex c -> IndexDecisions.alter(draft, c);
                case Command.Load c -> LoadDecisions.load(draft, c);
                case Command.Release c -> LoadDecisions.release(draft, c);
                case Command.SegmentsFlushed c -> StorageDecisions.flushed(draft, c);
                case Command.IndexBuilt c -> StorageDecisions.indexBuilt(draft, c);
                case Command.SegmentsCompacted c -> StorageDecisions.compacted(draft, c);
                case Command.PlaceShards c -> PlacementDecisions.place(draft, c);
                case Command.CreateResourceGroup c -> GroupDecisions.create(draft, c);
                case Command.DropResourceGroup c -> GroupDecisions.drop(draft, c);
                case Command.UpdateResourceGroups c -> GroupDecisions.update(draft, c);
                case Command.TransferNode c -> GroupDecisions.transfer(draft, c);
                case Command.SettleResourceGroups _ -> GroupDecisions.settle(draft);
                case Command.TransferReplica c -> ReplicaDecisions.transfer(draft, c);
                case Command.MoveReaders c -> ReplicaDecisions.move(draft, c);
                case Command.PartitionPurged c -> StorageDecisions.partitionPurged(draft, c);
                case Command.CollectionPurged c -> StorageDecisions.collectionPurged(draft, c);
            };
        } catch (DatabaseException refusal) {
            return new Decision.Reject(refusal.code(), refusal.getMessage());
        }
    }
}
