package io.windhover.proxy;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.JobId;
import io.windhover.model.MemberId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command;
import io.windhover.model.role.CompactionProgress;
import io.windhover.model.role.CompactionTicket;
import io.windhover.model.role.DataRole.FlushTicket;
import io.windhover.model.role.RoleHealth;
import io.windhover.proxy.ddl.Definitions;
import io.windhover.proxy.ddl.Descriptions;
import io.windhover.proxy.ddl.Replicas;
import io.windhover.proxy.read.HybridSearches;
import io.windhover.proxy.read.Queries;
import io.windhover.proxy.read.SearchPages;
import io.windhover.proxy.read.Searches;
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
import io.windhover.proxy.route.Roles;
import io.windhover.proxy.write.Writes;
import io.windhover.runtime.Runtime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@link Requests} served by the roles of a database. */
public final class RoutedRequests implements Requests {
    private static final Duration FLUSH_WAIT = Duration.ofSeconds(2);
    private static final Duration FLUSH_POLL = Duration.ofMillis(2);

    private final Roles roles;
    private final Definitions definitions;
    private final Descriptions descriptions;
    private final Writes writes;
    private final Searches searches;
    private final HybridSearches hybrids;
    private final SearchPages pages;
    private final Queries queries;
    private final Replicas replicas;
    private final RequestCounts counts;

    /** Creates the front of the given roles. */
    public RoutedRequests(Roles roles) {
        this.roles = roles;
        this.definitions = new Definitions(roles);
        this.descriptions = new Descriptions(roles);
        this.writes = new Writes(roles);
        this.searches = new Searches(roles);
        this.hybrids = new HybridSearches(roles, searches);
        this.pages = new SearchPages(roles, searches);
        this.queries = new Queries(roles, writes);
        this.replicas = new Replicas(roles);
        this.counts = new RequestCounts(roles.runtime());
    }

    @Override
    public void createDatabase(String database, Map<String, String> properties) {
        definitions.createDatabase(database, properties);
    }

    @Override
    public void dropDatabase(String database) {
        roles.submit(new Command.DropDatabase(database));
    }

    @Override
    public void alterDatabase(String database, Map<String, String> set, List<String> remove) {
        roles.submit(new Command.AlterDatabase(database, set, remove));
    }

    @Override
    public List<Database> listDatabases() {
        return roles.catalog().databases().values().toList();
    }

    @Override
    public Database describeDatabase(String database) {
        return roles.catalog().requireDatabase(database);
    }

    @Override
    public void createCollection(CreateCollection request) {
        definitions.createCollection(request);
    }

    @Override
    public void dropCollection(CollectionRef collection) {
        roles.submit(new Command.DropCollection(collection.database(), collection.name()));
    }

    @Override
    public void truncateCollection(CollectionRef collection) {
        roles.submit(new Command.TruncateCollection(collection.database(), collection.name()));
    }

    @Override
    public boolean hasCollection(CollectionRef collection) {
        Catalog catalog = roles.catalog();
        Database database = catalog.requireDatabase(collection.database());
        return catalog.collection(database.id(), collection.name()).isPresent();
    }

    @Override
    public CollectionDescription describeCollection(CollectionRef collection) {
        return descriptions.collection(collection);
    }

    @Override
    public CollectionDescription describeCollection(CollectionId collection) {
        return descriptions.collection(collection);
    }

    @Override
    public List<CollectionDescription> listCollections(String database) {
        return descriptions.collections(database);
    }

    @Override
    public void renameCollection(CollectionRef collection, String newDatabase, String newName) {
        definitions.renameCollection(collection, newDatabase, newName);
    }

    @Override
    public void alterCollection(CollectionRef collection, Map<String, String> set, List<String> remove) {
        roles.submit(new Command.AlterCollection(collection.database(), collection.name(), set, remove));
    }

    @Override
    public void alterField(CollectionRef collection, String field, Map<String, String> set, List<String> remove) {
        roles.submit(new Command.AlterField(collection.database(), collection.name(), field, set, remove));
    }

    @Override
    public void addField(CollectionRef collection, FieldSpec field) {
        definitions.addField(collection, field);
    }

    @Override
    public long countRows(CollectionRef collection, Optional<String> partition) {
        return descriptions.countRows(collection, partition);
    }

    @Override
    public void createPartitions(CollectionRef collection, List<String> partitions) {
        definitions.createPartitions(collection, partitions);
    }

    @Override
    public void dropPartitions(CollectionRef collection, List<String> partitions) {
        definitions.dropPartitions(collection, partitions);
    }

    @Override
    public boolean hasPartition(CollectionRef collection, String partition) {
        return roles.require(collection).partition(partition).isPresent();
    }

    @Override
    public List<Partition> listPartitions(CollectionRef collection) {
        return roles.require(collection).activePartitions().toList();
    }

    @Override
    public void createAlias(CollectionRef collection, String alias) {
        definitions.setAlias(collection, alias, false);
    }

    @Override
    public void alterAlias(CollectionRef collection, String alias) {
        definitions.setAlias(collection, alias, true);
    }

    @Override
    public void dropAlias(String database, String alias) {
        roles.submit(new Command.DropAlias(database, alias));
    }

    @Override
    public CollectionDescription describeAlias(String database, String alias) {
        return descriptions.alias(database, alias);
    }

    @Override
    public List<String> listAliases(String database, Optional<String> collection) {
        return descriptions.aliases(database, collection);
    }

    @Override
    public void createIndex(CreateIndex request) {
        definitions.createIndex(request);
    }

    @Override
    public void dropIndex(CollectionRef collection, String field, String indexName) {
        roles.submit(new Command.DropIndex(collection.database(), collection.name(), field, indexName));
    }

    @Override
    public void alterIndex(CollectionRef collection, String indexName, Map<String, String> set, List<String> remove) {
        roles.submit(new Command.AlterIndex(collection.database(), collection.name(), indexName, set, remove));
    }

    @Override
    public List<IndexDescription> describeIndexes(CollectionRef collection, String field, String indexName) {
        return descriptions.indexes(collection, field, indexName);
    }

    @Override
    public void load(LoadRequest request) {
        definitions.load(request);
    }

    @Override
    public void release(CollectionRef collection, List<String> partitions) {
        roles.submit(new Command.Release(collection.database(), collection.name(), partitions));
    }

    @Override
    public LoadStatus loadStatus(CollectionRef collection, List<String> partitions) {
        return descriptions.loadStatus(collection, partitions);
    }

    @Override
    public WriteResult insert(WriteRequest request) {
        return counts.inserted(writes.insert(request));
    }

    @Override
    public WriteResult upsert(WriteRequest request) {
        return counts.upserted(writes.upsert(request));
    }

    @Override
    public WriteResult upsertPartially(WriteRequest request) {
        return counts.upserted(queries.upsertPartially(request));
    }

    @Override
    public WriteResult delete(DeleteRequest request) {
        return counts.deleted(queries.delete(request));
    }

    @Override
    public SearchResult search(SearchRequest request) {
        long startNs = counts.startNs();
        SearchResult result = searches.search(request);
        counts.searched(startNs, request.input().count());
        return result;
    }

    @Override
    public SearchPage searchPage(SearchRequest request, OptionalDouble after) {
        long startNs = counts.startNs();
        SearchPage page = pages.page(request, after);
        counts.searched(startNs, 1);
        return page;
    }

    @Override
    public SearchResult hybridSearch(HybridSearchRequest request) {
        long startNs = counts.startNs();
        SearchResult result = hybrids.search(request);
        counts.searched(startNs, request.searches().size());
        return result;
    }

    @Override
    public QueryResult query(QueryRequest request) {
        long startNs = counts.startNs();
        QueryResult result = queries.query(request);
        counts.queried(startNs);
        return result;
    }

    @Override
    public List<FlushResult> flush(String database, List<String> collections) {
        List<FlushResult> started = new ArrayList<>();
        for (String name : collections) {
            CollectionId collection =
                    roles.require(new CollectionRef(database, name)).id();
            FlushTicket ticket = roles.data().flush(collection);
            started.add(new FlushResult(name, collection, ticket.segments(), ticket.upTo(), false));
        }
        long untilNs = roles.runtime().monotonicNs() + FLUSH_WAIT.toNanos();
        return started.stream()
                .map(flush -> isFlushedBy(untilNs, flush.collection(), flush.upTo()) ? flush.done() : flush)
                .toList();
    }

    /** Clients that find a flush unfinished ask again only after a second or two: most flushes are shorter than that. */
    private boolean isFlushedBy(long untilNs, CollectionId collection, Timestamp upTo) {
        Runtime runtime = roles.runtime();
        boolean isDone = roles.data().isFlushed(collection, upTo);
        while (!isDone && runtime.monotonicNs() < untilNs) {
            runtime.sleep(FLUSH_POLL);
            isDone = roles.data().isFlushed(collection, upTo);
        }
        return isDone;
    }

    @Override
    public boolean isFlushed(CollectionRef collection, Timestamp upTo) {
        return roles.data().isFlushed(roles.require(collection).id(), upTo);
    }

    @Override
    public boolean areFlushed(List<SegmentId> segments) {
        return roles.catalog()
                .collections()
                .values()
                .filter(Collection::isActive)
                .noneMatch(collection ->
                        roles.data().growing(collection.id()).stream().anyMatch(g -> segments.contains(g.id())));
    }

    @Override
    public List<SegmentDescription> segments(CollectionRef collection) {
        return descriptions.segments(collection);
    }

    @Override
    public CompactionTicket compact(CollectionRef collection) {
        return roles.data().compact(roles.require(collection).id());
    }

    @Override
    public CompactionProgress compaction(JobId job) {
        return roles.data()
                .compaction(job)
                .orElseThrow(() -> DatabaseException.of(ErrorCode.COMPACTION_RESULT_NOT_FOUND, "compactionID", job));
    }

    @Override
    public void createResourceGroup(String group, ResourceGroup.Config config) {
        replicas.createGroup(group, config);
    }

    @Override
    public void dropResourceGroup(String group) {
        roles.submit(new Command.DropResourceGroup(group));
    }

    @Override
    public void updateResourceGroups(Map<String, ResourceGroup.Config> configs) {
        roles.submit(new Command.UpdateResourceGroups(configs));
    }

    @Override
    public List<String> listResourceGroups() {
        return replicas.groups();
    }

    @Override
    public ResourceGroupDescription describeResourceGroup(String group) {
        return replicas.describe(group);
    }

    @Override
    public void transferNode(String source, String target, int count) {
        roles.submit(new Command.TransferNode(source, target, count));
    }

    @Override
    public void transferReplica(CollectionRef collection, String source, String target, int count) {
        roles.submit(new Command.TransferReplica(collection.database(), collection.name(), source, target, count));
    }

    @Override
    public List<ReplicaDescription> replicas(CollectionRef collection) {
        return replicas.of(collection);
    }

    @Override
    public void moveReaders(CollectionRef collection, MemberId from, List<MemberId> targets, List<SegmentId> segments) {
        replicas.move(collection, from, targets, segments);
    }

    @Override
    public Members members() {
        return roles.members().get();
    }

    @Override
    public Catalog catalog() {
        return roles.catalog();
    }

    @Override
    public List<RoleHealth> health() {
        return List.of(
                roles.coordinator().roleHealth(),
                roles.data().roleHealth(),
                roles.query().roleHealth());
    }

    @Override
    public long catalogVersion() {
        return roles.coordinator().catalog().version();
    }

    @Override
    public Timestamp now() {
        return Timestamp.ofMillis(roles.runtime().epochMs());
    }
}
