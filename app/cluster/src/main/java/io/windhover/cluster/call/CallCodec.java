package io.windhover.cluster.call;

import io.windhover.cluster.message.MessageCodec;
import io.windhover.model.Timestamp;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.CompactionTicket;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.IdWindow;
import io.windhover.model.role.QueryRole;
import io.windhover.model.role.RoleHealth;
import io.windhover.model.role.TailReads;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import java.util.List;

/** The codec of all calls and their answers. */
public final class CallCodec {
    /** What calls and answers are. */
    public static final List<Class<?>> TYPES = List.of(
            Call.class,
            Answer.class,
            CommandResult.class,
            IdWindow.class,
            RoleHealth.class,
            Timestamp.class,
            TailReads.TailHits.class,
            TailReads.TailRows.class,
            DataRole.FlushTicket.class,
            CompactionTicket.class,
            ShardHits.class,
            ShardRows.class,
            QueryRole.LoadProgress.class);

    private CallCodec() {}

    /** Prepares a codec for messages of at most {@code bytesMax} bytes. */
    public static MessageCodec create(int bytesMax) {
        return MessageCodec.of(bytesMax, TYPES);
    }
}
