package io.windhover.proxy;

import io.windhover.model.CollectionId;
import io.windhover.model.JobId;
import io.windhover.model.MemberId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.CompactionProgress;
import io.windhover.model.role.CompactionTicket;
import io.windhover.model.role.RoleHealth;
import io.windhover.proxy.request.CollectionDescription;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.CreateCollection;
import io.windhover.proxy.request.CreateIndex;
import io.windhover.proxy.request.DeleteRequest;
import io.windhover.proxy.request.FieldSpec;
import io.windhover.proxy.request.FlushResult;
import io.windhover.proxy.request.HybridSearchRequest;
import io.windhover.proxy.request.IndexDescription;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.proxy.request.LoadStatus;
import io.windhover.proxy.request.QueryRequest;
import io.windhover.proxy.request.QueryResult;
import io.windhover.proxy.request.ReplicaDescription;
import io.windhover.proxy.request.ResourceGroupDescription;
import io.windhover.proxy.request.SearchPage;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.request.SearchResult;
import io.windhover.proxy.request.SegmentDescription;
import io.windhover.proxy.request.WriteRequest;
import io.windhover.proxy.request.WriteResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Every request a user can make. Each method checks its input, resolves names against one catalog snapshot, routes to
 * the roles and reduces their answers. All throw {@link io.windhover.model.DatabaseException} with the wire code of the
 * reason and a message that names the value; none leaves anything half done. Safe for any number of fibers.
 */
public interface Requests {
    /** Creates a database. */
    void createDatabase(String database, Map<String, String> properties);

    /** Drops an empty database. */
    void dropDatabase(String database);

    /** Sets and removes properties of a database. */
    void alterDatabase(String database, Map<String, String> set, List<String> remove);

    /** Returns all databases in order of creation. */
    List<Database> listDatabases();

    /** Returns one database. */
    Database describeDatabase(String database);

    /** Creates a collection. */
    void createCollection(CreateCollection request);

    /** Drops a collection; an absent one is fine. */
    void dropCollection(CollectionRef collection);

    /** Removes all rows of a collection, at once for everybody; what else it has stays, loaded partitions stay loaded. */
    void truncateCollection(CollectionRef collection);

    /** Tells whether a collection (or alias) exists. */
    boolean hasCollection(CollectionRef collection);

    /** Describes a collection. */
    CollectionDescription describeCollection(CollectionRef collection);

    /** Describes a collection by its number. */
    CollectionDescription describeCollection(CollectionId collection);

    /** Returns the collections of a database in order of creation. */
    List<CollectionDescription> listCollections(String database);

    /** Renames a collection; an empty new database keeps the old one. */
    void renameCollection(CollectionRef collection, String newDatabase, String newName);

    /** Sets and removes properties of a collection. */
    void alterCollection(CollectionRef collection, Map<String, String> set, List<String> remove);

    /** Sets and removes type parameters of a field. */
    void alterField(CollectionRef collection, String field, Map<String, String> set, List<String> remove);

    /** Adds a nullable field. */
    void addField(CollectionRef collection, FieldSpec field);

    /** Returns the rows held for a collection or partition, deleted ones that were not compacted away included. */
    long countRows(CollectionRef collection, Optional<String> partition);

    /** Creates a partition; one that exists is fine. */
    default void createPartition(CollectionRef collection, String partition) {
        createPartitions(collection, List.of(partition));
    }

    /** Creates several partitions in one step, all or none; those that exist are fine. */
    void createPartitions(CollectionRef collection, List<String> partitions);

    /** Drops a released partition; an absent one is fine. */
    default void dropPartition(CollectionRef collection, String partition) {
        dropPartitions(collection, List.of(partition));
    }

    /** Drops several released partitions in one step, all or none; absent ones are fine. */
    void dropPartitions(CollectionRef collection, List<String> partitions);

    /** Tells whether a partition exists. */
    boolean hasPartition(CollectionRef collection, String partition);

    /** Returns the partitions in order of creation. */
    List<Partition> listPartitions(CollectionRef collection);

    /** Creates an alias. */
    void createAlias(CollectionRef collection, String alias);

    /** Points an alias at another collection. */
    void alterAlias(CollectionRef collection, String alias);

    /** Drops an alias; an absent one is fine. */
    void dropAlias(String database, String alias);

    /** Returns the collection that an alias names. */
    CollectionDescription describeAlias(String database, String alias);

    /** Returns the aliases of one collection, or of a whole database. */
    List<String> listAliases(String database, Optional<String> collection);

    /** Creates an index; the same one again is fine. */
    void createIndex(CreateIndex request);

    /** Drops an index by its name, or the index of a field. */
    void dropIndex(CollectionRef collection, String field, String indexName);

    /** Sets and removes properties of an index. */
    void alterIndex(CollectionRef collection, String indexName, Map<String, String> set, List<String> remove);

    /** Describes the indexes of a collection, or the one of a name; an unknown name is INDEX_NOT_FOUND. */
    List<IndexDescription> describeIndexes(CollectionRef collection, String field, String indexName);

    /** Makes something searchable; returns when that is decided, not when all is loaded. */
    void load(LoadRequest request);

    /** Makes a collection (no partitions named) or some partitions no longer searchable. */
    void release(CollectionRef collection, List<String> partitions);

    /** Tells how far loading is, of a collection or of some of its partitions. */
    LoadStatus loadStatus(CollectionRef collection, List<String> partitions);

    /** Creates a resource group; the same one again is fine. */
    void createResourceGroup(String group, ResourceGroup.Config config);

    /** Drops a resource group that shall have no members; an absent one is fine. */
    void dropResourceGroup(String group);

    /** Sets the configurations of resource groups, all or none. */
    void updateResourceGroups(Map<String, ResourceGroup.Config> configs);

    /** Returns the names of all resource groups, the default one first. */
    List<String> listResourceGroups();

    /** Describes a resource group. */
    ResourceGroupDescription describeResourceGroup(String group);

    /** Moves members from one resource group to another. */
    void transferNode(String source, String target, int count);

    /** Moves replicas of a loaded collection from one resource group to another; readers follow step by step. */
    void transferReplica(CollectionRef collection, String source, String target, int count);

    /** Returns the replicas of a collection; none if it is not loaded. */
    List<ReplicaDescription> replicas(CollectionRef collection);

    /**
     * Lets others read what a member reads of a loaded collection; they take over before it lets go.
     *
     * @param targets  of the same resource group; empty = anybody of it
     * @param segments whose shards are moved, each whole; empty = all that it reads
     */
    void moveReaders(CollectionRef collection, MemberId from, List<MemberId> targets, List<SegmentId> segments);

    /** Returns who is there; nobody for a database in one process. */
    Members members();

    /** Adds rows; durable and visible to every later strong read when it returns. */
    WriteResult insert(WriteRequest request);

    /** Replaces rows by primary key, or adds them. */
    WriteResult upsert(WriteRequest request);

    /**
     * Replaces some fields of rows by primary key, keeping the others, or adds rows. The collection must be loaded. Not one
     * step: of two that change one row at once, one may undo the other.
     */
    WriteResult upsertPartially(WriteRequest request);

    /** Deletes rows. */
    WriteResult delete(DeleteRequest request);

    /** Finds the nearest rows. */
    SearchResult search(SearchRequest request);

    /**
     * Finds a part of all rows, nearest first; its length is the request's limit.
     *
     * @param after the last score of the part before; empty for the first
     */
    SearchPage searchPage(SearchRequest request, OptionalDouble after);

    /** Finds rows by several searches ranked together. */
    SearchResult hybridSearch(HybridSearchRequest request);

    /** Reads rows. */
    QueryResult query(QueryRequest request);

    /** Brings everything written so far into files; answers when that is done, or after two seconds while it goes on. */
    List<FlushResult> flush(String database, List<String> collections);

    /** Tells whether everything up to a time is in files. */
    boolean isFlushed(CollectionRef collection, Timestamp upTo);

    /** Tells whether the given segments are in files (or gone). */
    boolean areFlushed(List<SegmentId> segments);

    /** Returns the segments of a collection. */
    List<SegmentDescription> segments(CollectionRef collection);

    /** Starts to merge the segments of a collection and to apply its deletes to them. */
    CompactionTicket compact(CollectionRef collection);

    /** Tells how far a compaction is; one that was never asked for, or before a restart, is COMPACTION_RESULT_NOT_FOUND. */
    CompactionProgress compaction(JobId job);

    /** Returns the catalog that a request which comes now works with. */
    Catalog catalog();

    /** Tells how it goes with each role. */
    List<RoleHealth> health();

    /** Returns the version of the newest published catalog. */
    long catalogVersion();

    /** Returns a timestamp later than every acknowledged change. */
    Timestamp now();
}
