package io.windhover.proxy.ddl;

import io.windhover.model.DatabaseException;
import io.windhover.model.FieldId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.role.Command;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import io.windhover.proxy.check.IndexCheck;
import io.windhover.proxy.check.Names;
import io.windhover.proxy.check.SchemaCheck;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.CreateCollection;
import io.windhover.proxy.request.CreateIndex;
import io.windhover.proxy.request.FieldSpec;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.proxy.route.Roles;
import java.util.List;
import java.util.Map;

/** Requests that change the catalog: checked for form, then decided by the coordinator. */
public final class Definitions {
    private static final int KEY_PARTITIONS_DEFAULT = 16;

    private final Roles roles;

    /** Creates the definitions of one proxy. */
    public Definitions(Roles roles) {
        this.roles = roles;
    }

    /** Creates a database. */
    public void createDatabase(String database, Map<String, String> properties) {
        Names.checkDatabase(database);
        roles.submit(new Command.CreateDatabase(database, properties));
    }

    /** Creates a collection. */
    public void createCollection(CreateCollection request) {
        Names.checkCollection(request.collection().name());
        List<FieldSchema> fields = SchemaCheck.fields(request, roles.limits());
        boolean keyed = fields.stream().anyMatch(f -> f.traits().partitionKey());
        int keyPartitions =
                keyed ? (request.keyPartitions() == 0 ? KEY_PARTITIONS_DEFAULT : request.keyPartitions()) : 0;
        if (!keyed && request.keyPartitions() > 1) {
            throw DatabaseException.invalid("num_partitions should only be specified with partition key field enabled");
        }
        CollectionSettings settings = new CollectionSettings(
                Math.max(1, request.shardCount()), request.consistency(), request.properties(), keyPartitions);
        roles.submit(new Command.CreateCollection(
                request.collection().database(), request.collection().name(), request.description(), fields, settings));
    }

    /** Renames a collection. */
    public void renameCollection(CollectionRef ref, String newDatabase, String newName) {
        Names.checkCollection(newName);
        String database = newDatabase.isEmpty() ? ref.database() : newDatabase;
        roles.submit(new Command.RenameCollection(ref.database(), ref.name(), database, newName));
    }

    /** Adds a nullable field. */
    public void addField(CollectionRef ref, FieldSpec spec) {
        if (!spec.traits().nullable()) {
            throw DatabaseException.invalid(
                    "added field must be nullable, please check it, field name = %s", spec.name());
        }
        if (spec.type().isVector()) {
            throw DatabaseException.invalid("not support to add vector field, field name = %s", spec.name());
        }
        FieldSchema field = SchemaCheck.field(spec, new FieldId(0), roles.limits());
        roles.submit(new Command.AddField(ref.database(), ref.name(), field));
    }

    /** Creates partitions, all or none. */
    public void createPartitions(CollectionRef ref, List<String> partitions) {
        requireSome(partitions);
        partitions.forEach(Names::checkPartition);
        roles.submit(new Command.CreatePartitions(ref.database(), ref.name(), partitions));
    }

    /** Drops partitions, all or none. */
    public void dropPartitions(CollectionRef ref, List<String> partitions) {
        requireSome(partitions);
        roles.submit(new Command.DropPartitions(ref.database(), ref.name(), partitions));
    }

    private static void requireSome(List<String> partitions) {
        if (partitions.isEmpty()) {
            throw DatabaseException.invalid("due to no partition specified");
        }
    }

    /** Creates an alias, or points it elsewhere. */
    public void setAlias(CollectionRef ref, String alias, boolean existing) {
        Names.checkAlias(alias);
        roles.submit(
                existing
                        ? new Command.AlterAlias(ref.database(), ref.name(), alias)
                        : new Command.CreateAlias(ref.database(), ref.name(), alias));
    }

    /** Creates an index; a name that is none of a field's is a key of the dynamic field, as in filters. */
    public void createIndex(CreateIndex request) {
        Names.checkIndex(request.indexName());
        CollectionRef ref = request.collection();
        Catalog catalog = roles.catalog();
        Collection collection = catalog.requireCollection(ref.database(), ref.name());
        CollectionSchema schema = collection.schema();
        FieldSchema field = schema.field(request.field())
                .or(schema::dynamicField)
                .orElseThrow(
                        () -> DatabaseException.invalid("cannot create index on non-exist field: %s", request.field()));
        IndexCheck.Resolved resolved = IndexCheck.resolve(schema, field, request.params());
        roles.submit(new Command.CreateIndex(
                ref.database(),
                ref.name(),
                field.name(),
                request.indexName(),
                resolved.indexType(),
                resolved.params(),
                request.params()));
    }

    /** Makes something searchable. */
    public void load(LoadRequest request) {
        CollectionRef ref = request.collection();
        roles.submit(new Command.Load(
                ref.database(),
                ref.name(),
                request.partitions(),
                request.replicas(),
                request.fields(),
                request.groups()));
    }
}
