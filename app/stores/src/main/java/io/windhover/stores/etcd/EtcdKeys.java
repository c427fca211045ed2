package io.windhover.stores.etcd;

import io.etcd.jetcd.ByteSequence;
import java.nio.charset.StandardCharsets;

/** Keys of the port as etcd has them: behind the root, as UTF-8. */
record EtcdKeys(String root) {
    ByteSequence of(String key) {
        return ByteSequence.from((root + key).getBytes(StandardCharsets.UTF_8));
    }

    String nameOf(ByteSequence key) {
        return new String(key.getBytes(), StandardCharsets.UTF_8).substring(root.length());
    }

    /** Returns the first key after all that begin with {@code prefix}. */
    ByteSequence after(String prefix) {
        byte[] bytes = (root + prefix).getBytes(StandardCharsets.UTF_8);
        // No byte of UTF-8 is 0xff, so the last one can always be raised.
        bytes[bytes.length - 1]++;
        return ByteSequence.from(bytes);
    }

    /** Returns the first key after {@code key}. */
    static ByteSequence next(ByteSequence key) {
        byte[] bytes = key.getBytes();
        byte[] longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 0, bytes.length);
        return ByteSequence.from(longer);
    }
}
