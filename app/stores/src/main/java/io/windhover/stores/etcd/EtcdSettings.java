package io.windhover.stores.etcd;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where the metadata is.
 *
 * @param endpoints          of the cluster's members, {@code http://host:port}
 * @param root               what all keys begin with; one database a root
 * @param timeout            of one request
 * @param transactionOpsMax  etcd's {@code --max-txn-ops}
 * @param requestBytesMax    etcd's {@code --max-request-bytes}
 */
public record EtcdSettings(
        List<URI> endpoints, String root, Duration timeout, int transactionOpsMax, int requestBytesMax) {
    private static final int SMALLEST_OPS_MAX = 16;

    /** Copies and checks. */
    public EtcdSettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty() || root.isEmpty()) {
            throw new IllegalArgumentException(
                    "endpoints " + endpoints + " and root \"" + root + "\" must not be empty");
        }
        if (transactionOpsMax < SMALLEST_OPS_MAX) {
            throw new IllegalArgumentException("transactions of at most " + transactionOpsMax + " operations");
        }
    }

    /** Returns settings for etcd as it is shipped. */
    public static EtcdSettings of(List<URI> endpoints, String root) {
        return new EtcdSettings(endpoints, root, Duration.ofSeconds(5), 128, 3 << 19);
    }

    /** Returns how many changes one transaction can carry: as many in each inner one as the outer has left. */
    public int changesMax() {
        int inner = transactionOpsMax / 2;
        return inner * (transactionOpsMax - inner);
    }
}
