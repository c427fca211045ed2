package io.windhover.cluster.call;

/**
 * A request from one process of a database to another. A method of a role is a record with its arguments; the answer is
 * the method's result if that is a record, else an {@link Answer}.
 */
public sealed interface Call permits CoordinatorCall, DataCall, QueryCall, MemberCall {
    /** Tells whether it only looks: its answer is worth nothing once the process may not answer any more. */
    default boolean isRead() {
        return switch (this) {
            case CoordinatorCall.Submit _, CoordinatorCall.AllocateIds _ -> false;
            case DataCall.Append _, DataCall.ReadersCover _, DataCall.Flush _, DataCall.Compact _ -> false;
            case CoordinatorCall _, DataCall _, QueryCall _, MemberCall _ -> true;
        };
    }
}
