package io.windhover.server.shared;

import io.windhover.stores.etcd.EtcdSettings;
import io.windhover.stores.pulsar.PulsarSettings;
import io.windhover.stores.s3.S3Settings;

/**
 * Where a shared database is.
 *
 * @param etcd   its metadata
 * @param s3     its files
 * @param pulsar its logs
 */
public record SharedSettings(EtcdSettings etcd, S3Settings s3, PulsarSettings pulsar) {}
