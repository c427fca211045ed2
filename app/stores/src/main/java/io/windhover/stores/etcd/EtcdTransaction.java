package io.windhover.stores.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * One transaction in etcd's form. A server takes at most {@code --max-txn-ops} operations in a transaction (128 as
 * shipped), but counts one that stands inside another only once in the outer, and allows the inner as many as the outer
 * has left: k inner ones carry k x (128 - k) operations, still all or nothing, at one revision.
 */
record EtcdTransaction(EtcdKeys keys, EtcdSettings settings) {
    private static final Cmp[] NO_CONDITION = {};
    private static final Op[] NOTHING = {};
    /** What a key and its framing add to a request. */
    private static final int OP_BYTES = 64;

    /** Returns what must hold. */
    Cmp[] conditions(List<Condition> conditions) {
        return conditions.stream()
                .map(condition ->
                        new Cmp(keys.of(condition.key()), Cmp.Op.EQUAL, CmpTarget.modRevision(condition.modVersion())))
                .toArray(Cmp[]::new);
    }

    /** Returns what tells which condition did not hold: its key as it is, one after another. */
    Op[] looks(List<Condition> conditions) {
        GetOption keyOnly = GetOption.builder().withKeysOnly(true).build();
        return conditions.stream()
                .map(condition -> Op.get(keys.of(condition.key()), keyOnly))
                .toArray(Op[]::new);
    }

    /**
     * Returns the changes.
     *
     * @throws DatabaseException PARAMETER_INVALID if one transaction cannot carry them
     */
    Op[] changes(List<Change> changes) {
        requireSize(changes);
        List<Op> ops = changes.stream().map(this::op).toList();
        int most = settings.transactionOpsMax();
        if (ops.size() <= most) {
            return ops.toArray(Op[]::new);
        }
        int inner = most / 2;
        if (ops.size() > inner * (most - inner)) {
            throw tooLarge(changes.size() + " changes, and etcd takes " + inner * (most - inner));
        }
        List<Op> outer = new ArrayList<>();
        for (int from = 0; from < ops.size(); from += most - inner) {
            Op[] some =
                    ops.subList(from, Math.min(ops.size(), from + most - inner)).toArray(Op[]::new);
            outer.add(Op.txn(NO_CONDITION, some, NOTHING));
        }
        return outer.toArray(Op[]::new);
    }

    private void requireSize(List<Change> changes) {
        long bytes = 0;
        for (Change change : changes) {
            bytes += OP_BYTES + keys.of(change.key()).size();
            bytes += change instanceof Change.Put put ? put.value().length : 0;
        }
        if (bytes > settings.requestBytesMax()) {
            throw tooLarge(bytes + " bytes, and etcd takes " + settings.requestBytesMax());
        }
    }

    private static DatabaseException tooLarge(String what) {
        return new DatabaseException(ErrorCode.PARAMETER_INVALID, "a transaction of " + what);
    }

    private Op op(Change change) {
        ByteSequence key = keys.of(change.key());
        return switch (change) {
            case Change.Put put -> {
                PutOption.Builder option = PutOption.builder();
                put.lease().ifPresent(lease -> option.withLeaseId(lease.id()));
                yield Op.put(key, ByteSequence.from(put.value()), option.build());
            }
            case Change.Delete _ -> Op.delete(key, DeleteOption.DEFAULT);
        };
    }
}
