package io.windhover.model.catalog;

import io.windhover.model.CollectionId;
import io.windhover.model.IndexId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import java.util.Optional;

/**
 * The names of everything that a collection keeps outside the catalog: objects and write-ahead logs. An object's name
 * carries the attempt that wrote it, so that a repeated job never writes over a file that the catalog may name.
 */
public final class StorageNames {
    /** Column files: {@code segments/<collection>/<segment>/<attempt>.col}. */
    public static final String SEGMENTS = "segments/";

    /** Delete files: {@code deltas/<collection>/<id>/<attempt>.del}. */
    public static final String DELTAS = "deltas/";

    /** Index files: {@code indexes/<collection>/<segment>/<index>/<attempt>.idx}. */
    public static final String INDEXES = "indexes/";

    private static final String LOG_PREFIX = "shard-";

    private StorageNames() {}

    /** Names the column file of a segment. */
    public static String segment(CollectionId collection, SegmentId segment, long attempt) {
        return SEGMENTS + collection + "/" + segment + "/" + attempt + ".col";
    }

    /** Names a file of flushed deletes. */
    public static String delta(CollectionId collection, SegmentId id, long attempt) {
        return DELTAS + collection + "/" + id + "/" + attempt + ".del";
    }

    /** Names an index file of a segment. */
    public static String index(CollectionId collection, SegmentId segment, IndexId index, long attempt) {
        return INDEXES + collection + "/" + segment + "/" + index + "/" + attempt + ".idx";
    }

    /** Names the write-ahead log of a shard. */
    public static String log(ShardId shard) {
        return LOG_PREFIX + shard.collection() + "-" + shard.number();
    }

    /** Returns the shard whose log has this name; empty for a name of another form. */
    public static Optional<ShardId> shardOfLog(String log) {
        int dash = log.lastIndexOf('-');
        if (!log.startsWith(LOG_PREFIX) || dash <= LOG_PREFIX.length()) {
            return Optional.empty();
        }
        try {
            long collection = Long.parseLong(log.substring(LOG_PREFIX.length(), dash));
            int number = Integer.parseInt(log.substring(dash + 1));
            return number < 0 ? Optional.empty() : Optional.of(new ShardId(new CollectionId(collection), number));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Returns the collection that an object of one of the three kinds belongs to; empty for another name. */
    public static Optional<CollectionId> collectionOfObject(String object) {
        for (String kind : new String[] {SEGMENTS, DELTAS, INDEXES}) {
            if (object.startsWith(kind)) {
                int end = object.indexOf('/', kind.length());
                return end < 0 ? Optional.empty() : parse(object.substring(kind.length(), end));
            }
        }
        return Optional.empty();
    }

    /** Returns the index definition that an index file was built for; empty for an object of another kind. */
    public static Optional<IndexId> indexOfObject(String object) {
        return numberInIndexName(object, 3).map(IndexId::new);
    }

    /** Returns the segment that an index file was built for; empty for an object of another kind. */
    public static Optional<SegmentId> segmentOfIndexObject(String object) {
        return numberInIndexName(object, 2).map(SegmentId::new);
    }

    private static Optional<Long> numberInIndexName(String object, int place) {
        String[] parts = object.split("/");
        if (!object.startsWith(INDEXES) || parts.length != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(parts[place]));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<CollectionId> parse(String digits) {
        try {
            return Optional.of(new CollectionId(Long.parseLong(digits)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
