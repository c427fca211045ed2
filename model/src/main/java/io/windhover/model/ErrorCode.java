package io.windhover.model;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every way a request can fail: the code a client sees on the wire, who is to blame and whether trying again can help.
 * Codes below 9000 and from 10000 are Milvus's and keep its meaning; 9000 to 9999 are between our own roles.
 */
@SizeExempt("one table of codes")
public enum ErrorCode {
    /** Service not ready. */
    SERVICE_NOT_READY(1, Blame.SERVER, Retry.LATER, "service not ready"),
    /** Service unavailable. */
    SERVICE_UNAVAILABLE(2, Blame.SERVER, Retry.LATER, "service unavailable"),
    /** Memory limit exceeded. */
    SERVICE_MEMORY_LIMIT_EXCEEDED(3, Blame.SERVER, Retry.NEVER, "memory limit exceeded"),
    /** Too many concurrent requests, queue is full. */
    SERVICE_TOO_MANY_REQUESTS(4, Blame.SERVER, Retry.LATER, "too many concurrent requests, queue is full"),
    /** Service internal error. */
    SERVICE_INTERNAL(5, Blame.SERVER, Retry.NEVER, "service internal error"),
    /** Cross cluster routing. */
    SERVICE_CROSS_CLUSTER_ROUTING(6, Blame.SERVER, Retry.NEVER, "cross cluster routing"),
    /** Disk limit exceeded. */
    SERVICE_DISK_LIMIT_EXCEEDED(7, Blame.SERVER, Retry.NEVER, "disk limit exceeded"),
    /** Rate limit exceeded. */
    SERVICE_RATE_LIMIT(8, Blame.SERVER, Retry.LATER, "rate limit exceeded"),
    /** Quota exceeded. */
    SERVICE_QUOTA_EXCEEDED(9, Blame.SERVER, Retry.NEVER, "quota exceeded"),
    /** Service unimplemented. */
    SERVICE_UNIMPLEMENTED(10, Blame.USER, Retry.NEVER, "service unimplemented"),
    /** Time tick long delay. */
    SERVICE_TIME_TICK_LONG_DELAY(11, Blame.SERVER, Retry.NEVER, "time tick long delay"),
    /** Service resource insufficient. */
    SERVICE_RESOURCE_INSUFFICIENT(12, Blame.SERVER, Retry.LATER, "service resource insufficient"),
    /** Collection not found. */
    COLLECTION_NOT_FOUND(100, Blame.USER, Retry.NEVER, "collection not found"),
    /** Collection not loaded. */
    COLLECTION_NOT_LOADED(101, Blame.USER, Retry.NEVER, "collection not loaded"),
    /** Exceeded the limit number of collections. */
    COLLECTION_NUM_LIMIT_EXCEEDED(102, Blame.USER, Retry.NEVER, "exceeded the limit number of collections"),
    /** Collection not fully loaded. */
    COLLECTION_NOT_FULLY_LOADED(103, Blame.SERVER, Retry.LATER, "collection not fully loaded"),
    /** Collection already loaded. */
    COLLECTION_LOADED(104, Blame.USER, Retry.NEVER, "collection already loaded"),
    /** Illegal collection schema. */
    COLLECTION_ILLEGAL_SCHEMA(105, Blame.USER, Retry.NEVER, "illegal collection schema"),
    /** Collection on recovering. */
    COLLECTION_ON_RECOVERING(106, Blame.SERVER, Retry.LATER, "collection on recovering"),
    /** Vector clustering key not allowed. */
    COLLECTION_VECTOR_CLUSTERING_KEY_NOT_ALLOWED(107, Blame.USER, Retry.NEVER, "vector clustering key not allowed"),
    /** Can't operate on the collection under standby mode. */
    COLLECTION_REPLICATE_MODE(108, Blame.USER, Retry.NEVER, "can't operate on the collection under standby mode"),
    /** Collection schema mismatch. */
    COLLECTION_SCHEMA_MISMATCH(109, Blame.USER, Retry.NEVER, "collection schema mismatch"),
    /** Collection schema version not ready. */
    COLLECTION_SCHEMA_VERSION_NOT_READY(110, Blame.SERVER, Retry.LATER, "collection schema version not ready"),
    /** Partition not found. */
    PARTITION_NOT_FOUND(200, Blame.USER, Retry.NEVER, "partition not found"),
    /** Partition not loaded. */
    PARTITION_NOT_LOADED(201, Blame.USER, Retry.NEVER, "partition not loaded"),
    /** Partition not fully loaded. */
    PARTITION_NOT_FULLY_LOADED(202, Blame.SERVER, Retry.LATER, "partition not fully loaded"),
    /** General capacity exceeded. */
    GENERAL_CAPACITY_EXCEEDED(250, Blame.USER, Retry.NEVER, "general capacity exceeded"),
    /** Resource group not found. */
    RESOURCE_GROUP_NOT_FOUND(300, Blame.USER, Retry.NEVER, "resource group not found"),
    /** Resource group already exist, but create with different config. */
    RESOURCE_GROUP_ALREADY_EXIST(
            301, Blame.USER, Retry.NEVER, "resource group already exist, but create with different config"),
    /** Resource group num reach limit. */
    RESOURCE_GROUP_REACH_LIMIT(302, Blame.USER, Retry.NEVER, "resource group num reach limit"),
    /** Resource group illegal config. */
    RESOURCE_GROUP_ILLEGAL_CONFIG(303, Blame.USER, Retry.NEVER, "resource group illegal config"),
    /** Resource group node not enough. */
    RESOURCE_GROUP_NODE_NOT_ENOUGH(304, Blame.SERVER, Retry.NEVER, "resource group node not enough"),
    /** Resource group service unavailable. */
    RESOURCE_GROUP_SERVICE_UN_AVAILABLE(305, Blame.SERVER, Retry.LATER, "resource group service unavailable"),
    /** Replica not found. */
    REPLICA_NOT_FOUND(400, Blame.SERVER, Retry.NEVER, "replica not found"),
    /** Replica not available. */
    REPLICA_NOT_AVAILABLE(401, Blame.SERVER, Retry.NEVER, "replica not available"),
    /** Channel not found. */
    CHANNEL_NOT_FOUND(500, Blame.SERVER, Retry.NEVER, "channel not found"),
    /** Channel lacks. */
    CHANNEL_LACK(501, Blame.SERVER, Retry.NEVER, "channel lacks"),
    /** Channel reduplicates. */
    CHANNEL_REDUPLICATE(502, Blame.SERVER, Retry.NEVER, "channel reduplicates"),
    /** Channel not available. */
    CHANNEL_NOT_AVAILABLE(503, Blame.SERVER, Retry.NEVER, "channel not available"),
    /** Channel checkpoint exceed max lag. */
    CHANNEL_CP_EXCEEDED_MAX_LAG(504, Blame.SERVER, Retry.NEVER, "channel checkpoint exceed max lag"),
    /** Channel tsafe stalled. */
    CHANNEL_T_SAFE_STALLED(505, Blame.SERVER, Retry.LATER, "channel tsafe stalled"),
    /** Channel checkpoint is dropped sentinel. */
    CHANNEL_DROPPED_SENTINEL(506, Blame.SERVER, Retry.NEVER, "channel checkpoint is dropped sentinel"),
    /** Channel misrouted: not owned by this node. */
    CHANNEL_MISROUTED(507, Blame.SERVER, Retry.LATER, "channel misrouted: not owned by this node"),
    /** Segment not found. */
    SEGMENT_NOT_FOUND(600, Blame.SERVER, Retry.NEVER, "segment not found"),
    /** Segment not loaded. */
    SEGMENT_NOT_LOADED(601, Blame.SERVER, Retry.NEVER, "segment not loaded"),
    /** Segment lacks. */
    SEGMENT_LACK(602, Blame.SERVER, Retry.NEVER, "segment lacks"),
    /** Segment reduplicates. */
    SEGMENT_REDUPLICATE(603, Blame.SERVER, Retry.NEVER, "segment reduplicates"),
    /** Segment load failed. */
    SEGMENT_LOAD_FAILED(604, Blame.SERVER, Retry.NEVER, "segment load failed"),
    /** Segment request resource failed. */
    SEGMENT_REQUEST_RESOURCE_FAILED(605, Blame.SERVER, Retry.NEVER, "segment request resource failed"),
    /** Index not found. */
    INDEX_NOT_FOUND(700, Blame.USER, Retry.NEVER, "index not found"),
    /** Index type not supported. */
    INDEX_NOT_SUPPORTED(701, Blame.USER, Retry.NEVER, "index type not supported"),
    /** Index duplicates. */
    INDEX_DUPLICATE(702, Blame.USER, Retry.NEVER, "index duplicates"),
    /** Task duplicates. */
    TASK_DUPLICATE(703, Blame.SERVER, Retry.NEVER, "task duplicates"),
    /** Database not found. */
    DATABASE_NOT_FOUND(800, Blame.USER, Retry.NEVER, "database not found"),
    /** Exceeded the limit number of database. */
    DATABASE_NUM_LIMIT_EXCEEDED(801, Blame.USER, Retry.NEVER, "exceeded the limit number of database"),
    /** Invalid database name. */
    DATABASE_INVALID_NAME(802, Blame.USER, Retry.NEVER, "invalid database name"),
    /** Node not found. */
    NODE_NOT_FOUND(901, Blame.SERVER, Retry.NEVER, "node not found"),
    /** Node offline. */
    NODE_OFFLINE(902, Blame.SERVER, Retry.NEVER, "node offline"),
    /** Node lacks. */
    NODE_LACK(903, Blame.SERVER, Retry.NEVER, "node lacks"),
    /** Node not match. */
    NODE_NOT_MATCH(904, Blame.SERVER, Retry.NEVER, "node not match"),
    /** Node not available. */
    NODE_NOT_AVAILABLE(905, Blame.SERVER, Retry.NEVER, "node not available"),
    /** Node state unexpected. */
    NODE_STATE_UNEXPECTED(906, Blame.SERVER, Retry.NEVER, "node state unexpected"),
    /** Key not found. */
    IO_KEY_NOT_FOUND(1000, Blame.SERVER, Retry.NEVER, "key not found"),
    /** IO failed. */
    IO_FAILED(1001, Blame.SERVER, Retry.NEVER, "IO failed"),
    /** Unexpected EOF. */
    IO_UNEXPECT_EOF(1002, Blame.SERVER, Retry.LATER, "unexpected EOF"),
    /** Too many requests. */
    IO_TOO_MANY_REQUESTS(1003, Blame.SERVER, Retry.LATER, "too many requests"),
    /** Data serialization or deserialization failed. */
    SERIALIZATION_FAILED(1004, Blame.SERVER, Retry.NEVER, "data serialization or deserialization failed"),
    /** Permission denied. */
    IO_PERMISSION_DENIED(1005, Blame.SERVER, Retry.NEVER, "permission denied"),
    /** Bucket not found. */
    IO_BUCKET_NOT_FOUND(1006, Blame.SERVER, Retry.NEVER, "bucket not found"),
    /** Invalid credentials. */
    IO_INVALID_CREDENTIALS(1007, Blame.SERVER, Retry.NEVER, "invalid credentials"),
    /** Storage internal error. */
    STORAGE(1008, Blame.SERVER, Retry.NEVER, "storage internal error"),
    /** Data integrity check failed. */
    DATA_INTEGRITY(1009, Blame.SERVER, Retry.NEVER, "data integrity check failed"),
    /** Invalid argument. */
    IO_INVALID_ARGUMENT(1010, Blame.SERVER, Retry.NEVER, "invalid argument"),
    /** Invalid range. */
    IO_INVALID_RANGE(1011, Blame.SERVER, Retry.NEVER, "invalid range"),
    /** Entity too large. */
    IO_ENTITY_TOO_LARGE(1012, Blame.SERVER, Retry.NEVER, "entity too large"),
    /** Invalid parameter. */
    PARAMETER_INVALID(1100, Blame.USER, Retry.NEVER, "invalid parameter"),
    /** Missing parameter. */
    PARAMETER_MISSING(1101, Blame.USER, Retry.NEVER, "missing parameter"),
    /** Parameter too large. */
    PARAMETER_TOO_LARGE(1102, Blame.USER, Retry.NEVER, "parameter too large"),
    /** Metric not found. */
    METRIC_NOT_FOUND(1200, Blame.USER, Retry.NEVER, "metric not found"),
    /** Topic not found. */
    MQ_TOPIC_NOT_FOUND(1300, Blame.SERVER, Retry.NEVER, "topic not found"),
    /** Topic not empty. */
    MQ_TOPIC_NOT_EMPTY(1301, Blame.SERVER, Retry.NEVER, "topic not empty"),
    /** Message queue internal error. */
    MQ_INTERNAL(1302, Blame.SERVER, Retry.NEVER, "message queue internal error"),
    /** Deny to write the message to mq. */
    DENY_PRODUCE_MSG(1303, Blame.SERVER, Retry.NEVER, "deny to write the message to mq"),
    /** Not authenticated. */
    PRIVILEGE_NOT_AUTHENTICATED(1400, Blame.USER, Retry.NEVER, "not authenticated"),
    /** Privilege not permitted. */
    PRIVILEGE_NOT_PERMITTED(1401, Blame.USER, Retry.NEVER, "privilege not permitted"),
    /** Invalid privilege group name. */
    PRIVILEGE_GROUP_INVALID_NAME(1402, Blame.USER, Retry.NEVER, "invalid privilege group name"),
    /** Alias not found. */
    ALIAS_NOT_FOUND(1600, Blame.USER, Retry.NEVER, "alias not found"),
    /** Alias and collection name conflict. */
    ALIAS_COLLECTION_NAME_CONFLICT(1601, Blame.USER, Retry.NEVER, "alias and collection name conflict"),
    /** Alias already exist. */
    ALIAS_ALREADY_EXIST(1602, Blame.USER, Retry.NEVER, "alias already exist"),
    /** Collection id of alias not found. */
    COLLECTION_ID_OF_ALIAS_NOT_FOUND(1603, Blame.USER, Retry.NEVER, "collection id of alias not found"),
    /** Field not found. */
    FIELD_NOT_FOUND(1700, Blame.USER, Retry.NEVER, "field not found"),
    /** Field name invalid. */
    FIELD_INVALID_NAME(1701, Blame.SERVER, Retry.NEVER, "field name invalid"),
    /** User hasn't authenticated. */
    NEED_AUTHENTICATE(1800, Blame.USER, Retry.NEVER, "user hasn't authenticated"),
    /** Can only accept json format request. */
    INCORRECT_PARAMETER_FORMAT(1801, Blame.USER, Retry.NEVER, "can only accept json format request"),
    /** Missing required parameters. */
    MISSING_REQUIRED_PARAMETERS(1802, Blame.USER, Retry.NEVER, "missing required parameters"),
    /** Fail to marshal collection schema. */
    MARSHAL_COLLECTION_SCHEMA(1803, Blame.SERVER, Retry.NEVER, "fail to marshal collection schema"),
    /** Fail to deal the insert data. */
    INVALID_INSERT_DATA(1804, Blame.USER, Retry.NEVER, "fail to deal the insert data"),
    /** Fail to parse search result. */
    INVALID_SEARCH_RESULT(1805, Blame.SERVER, Retry.NEVER, "fail to parse search result"),
    /** Please check the primary key and its' type can only in [int, string]. */
    CHECK_PRIMARY_KEY(
            1806, Blame.SERVER, Retry.NEVER, "please check the primary key and its' type can only in [int, string]"),
    /** Request is rejected by limiter. */
    HTTP_RATE_LIMIT(1807, Blame.SERVER, Retry.LATER, "request is rejected by limiter"),
    /** Deny to use the replicate message in the normal instance. */
    DENY_REPLICATE_MESSAGE(1900, Blame.SERVER, Retry.NEVER, "deny to use the replicate message in the normal instance"),
    /** Invalid replicate msg bytes. */
    INVALID_MSG_BYTES(1901, Blame.SERVER, Retry.NEVER, "invalid replicate msg bytes"),
    /** No assign segment id. */
    NO_ASSIGN_SEGMENT_ID(1902, Blame.SERVER, Retry.NEVER, "no assign segment id"),
    /** Invalid stream object. */
    INVALID_STREAM_OBJ(1903, Blame.SERVER, Retry.NEVER, "invalid stream object"),
    /** Segcore error. */
    SEGCORE(2000, Blame.SERVER, Retry.NEVER, "segcore error"),
    /** Segcore unsupported error. */
    SEGCORE_UNSUPPORTED(2001, Blame.SERVER, Retry.NEVER, "segcore unsupported error"),
    /** Segcore folly other exception. */
    SEGCORE_FOLLY_OTHER_EXCEPTION(2037, Blame.SERVER, Retry.NEVER, "segcore folly other exception"),
    /** Segcore Future was canceled. */
    SEGCORE_FOLLY_CANCEL(2038, Blame.SERVER, Retry.NEVER, "segcore Future was canceled"),
    /** Segcore out of range. */
    SEGCORE_OUT_OF_RANGE(2039, Blame.SERVER, Retry.NEVER, "segcore out of range"),
    /** Segcore GCP native error. */
    SEGCORE_GCP_NATIVE_ERROR(2040, Blame.SERVER, Retry.NEVER, "segcore GCP native error"),
    /** Knowhere error. */
    INDEX_ENGINE(2099, Blame.SERVER, Retry.NEVER, "knowhere error"),
    /** Importing data failed. */
    IMPORT_FAILED(2100, Blame.USER, Retry.NEVER, "importing data failed"),
    /** Importing data failed on server side. */
    IMPORT_SYS_FAILED(2101, Blame.SERVER, Retry.NEVER, "importing data failed on server side"),
    /** Inconsistent requery result. */
    INCONSISTENT_REQUERY(2200, Blame.SERVER, Retry.LATER, "inconsistent requery result"),
    /** Query plan failed. */
    QUERY_PLAN(2201, Blame.USER, Retry.NEVER, "query plan failed"),
    /** Fail to read delta log. */
    COMPACTION_READ_DELTA_LOG_ERR(2300, Blame.SERVER, Retry.NEVER, "fail to read delta log"),
    /** Compaction plan illegal. */
    ILLEGAL_COMPACTION_PLAN(2301, Blame.SERVER, Retry.NEVER, "compaction plan illegal"),
    /** Compaction plan conflict. */
    COMPACTION_PLAN_CONFLICT(2302, Blame.SERVER, Retry.NEVER, "compaction plan conflict"),
    /** Milvus cluster not support clustering compaction. */
    CLUSTERING_COMPACTION_CLUSTER_NOT_SUPPORT(
            2303, Blame.SERVER, Retry.NEVER, "milvus cluster not support clustering compaction"),
    /** Collection not support clustering compaction. */
    CLUSTERING_COMPACTION_COLLECTION_NOT_SUPPORT(
            2304, Blame.SERVER, Retry.NEVER, "collection not support clustering compaction"),
    /** Collection is compacting. */
    CLUSTERING_COMPACTION_COLLECTION_IS_COMPACTING(2305, Blame.SERVER, Retry.NEVER, "collection is compacting"),
    /** Vector field clustering compaction is not supported. */
    CLUSTERING_COMPACTION_NOT_SUPPORT_VECTOR(
            2306, Blame.SERVER, Retry.NEVER, "vector field clustering compaction is not supported"),
    /** Fail to submit task. */
    CLUSTERING_COMPACTION_SUBMIT_TASK_FAIL(2307, Blame.SERVER, Retry.LATER, "fail to submit task"),
    /** Fail to update meta in clustering compaction. */
    CLUSTERING_COMPACTION_META_ERROR(2308, Blame.SERVER, Retry.LATER, "fail to update meta in clustering compaction"),
    /** Fail to get collection in compaction. */
    CLUSTERING_COMPACTION_GET_COLLECTION_FAIL(2309, Blame.SERVER, Retry.LATER, "fail to get collection in compaction"),
    /** Compaction result not found. */
    COMPACTION_RESULT_NOT_FOUND(2310, Blame.SERVER, Retry.NEVER, "compaction result not found"),
    /** Analyze task not found. */
    ANALYZE_TASK_NOT_FOUND(2311, Blame.SERVER, Retry.LATER, "analyze task not found"),
    /** Fail to build CompactionRequest. */
    BUILD_COMPACTION_REQUEST_FAIL(2312, Blame.SERVER, Retry.LATER, "fail to build CompactionRequest"),
    /** Fail to get compaction plan. */
    GET_COMPACTION_PLAN_RESULT_FAIL(2313, Blame.SERVER, Retry.LATER, "fail to get compaction plan"),
    /** Illegal compaction results. */
    COMPACTION_RESULT(2314, Blame.SERVER, Retry.NEVER, "illegal compaction results"),
    /** Duplicated compaction task. */
    DUPLICATED_COMPACTION_TASK(2315, Blame.SERVER, Retry.NEVER, "duplicated compaction task"),
    /** Fail to clean partition Stats. */
    CLEAN_PARTITION_STATS_FAIL(2316, Blame.SERVER, Retry.LATER, "fail to clean partition Stats"),
    /** Compaction blocked by snapshot protection. */
    COMPACTION_BLOCKED(2317, Blame.SERVER, Retry.LATER, "compaction blocked by snapshot protection"),
    /** Function execution failed. */
    FUNCTION_FAILED(2400, Blame.SERVER, Retry.NEVER, "function execution failed"),
    /** Datanode slot exhausted. */
    DATA_NODE_SLOT_EXHAUSTED(2401, Blame.SERVER, Retry.NEVER, "datanode slot exhausted"),
    /** KMS key has been revoked, access denied. */
    KMS_KEY_REVOKED(2500, Blame.SERVER, Retry.NEVER, "KMS key has been revoked, access denied"),
    /** Snapshot not found. */
    SNAPSHOT_NOT_FOUND(2600, Blame.USER, Retry.NEVER, "snapshot not found"),
    /** Snapshot is pinned. */
    SNAPSHOT_PINNED(2601, Blame.SERVER, Retry.NEVER, "snapshot is pinned"),
    /** Unsupported operation. */
    OPERATION_NOT_SUPPORTED(3000, Blame.USER, Retry.NEVER, "unsupported operation"),
    /** Old session exists. */
    OLD_SESSION_EXISTS(3001, Blame.SERVER, Retry.NEVER, "old session exists"),
    /** Unexpected error. */
    UNEXPECTED(65535, Blame.SERVER, Retry.NEVER, "unexpected error"),
    /** Catalog version is stale. */
    CATALOG_STALE(9001, Blame.SERVER, Retry.AFTER_REFRESH, "catalog version is stale"),
    /** Segment view is stale. */
    VIEW_STALE(9002, Blame.SERVER, Retry.AFTER_REFRESH, "segment view is stale"),
    /** Shard is owned elsewhere. */
    NOT_OWNER(9003, Blame.SERVER, Retry.AFTER_REFRESH, "shard is owned elsewhere"),
    /** Data directory is in use. */
    DIRECTORY_IN_USE(9004, Blame.USER, Retry.NEVER, "data directory is in use"),
    /** The catalog is of a later version of the program. */
    CATALOG_TOO_NEW(9005, Blame.SERVER, Retry.LATER, "catalog is of a later version of the program"),
    /** No space is left; the same wire code as a disk quota, but worth a retry. */
    DISK_FULL(7, Blame.SERVER, Retry.LATER, "disk limit exceeded"),
    /** The request was cancelled by its caller. */
    CANCELLED(10000, Blame.USER, Retry.NEVER, "context canceled"),
    /** The request's deadline passed before its answer was there. */
    DEADLINE_EXCEEDED(10001, Blame.SERVER, Retry.LATER, "context deadline exceeded");

    /** Who has to change something for the request to succeed. */
    public enum Blame {
        /** The request itself is wrong. */
        USER,
        /** The server or what it stands on. */
        SERVER
    }

    /** Whether and when the same request may succeed. */
    public enum Retry {
        /** Not by repeating it. */
        NEVER,
        /** After a pause. */
        LATER,
        /** At once, after reading the newest catalog or view. */
        AFTER_REFRESH
    }

    private final int wireCode;
    private final Blame blame;
    private final Retry retry;
    private final String text;

    ErrorCode(int wireCode, Blame blame, Retry retry, String text) {
        this.wireCode = wireCode;
        this.blame = blame;
        this.retry = retry;
        this.text = text;
    }

    /** Returns the code of a number; empty if there is none. */
    public static Optional<ErrorCode> ofWire(int wireCode) {
        return Stream.of(values()).filter(code -> code.wireCode == wireCode).findFirst();
    }

    /** Returns the number a client sees in {@code Status.code}. */
    public int wireCode() {
        return wireCode;
    }

    /** Returns who is to blame. */
    public Blame blame() {
        return blame;
    }

    /** Returns whether and when to try again. */
    public Retry retry() {
        return retry;
    }

    /** Returns Milvus's base message of this code, without values. */
    public String text() {
        return text;
    }
}
