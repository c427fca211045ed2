package io.windhover.server.config;

import io.windhover.server.limit.QuotaLimits;

/** The keys of what is denied and of disk quotas, as Milvus names them; quotas are MiB. */
final class QuotaKeys {
    private static final String ROOT = "quotaAndLimits.";
    private static final String DISK = ROOT + "limitWriting.diskProtection.";
    private static final double MIB = 1 << 20;

    private QuotaKeys() {}

    /** Reads them. */
    static QuotaLimits read(ConfigKeys keys) {
        return new QuotaLimits(
                keys.isOn(ROOT + "limitWriting.forceDeny"),
                keys.isOn(ROOT + "limitReading.forceDeny"),
                keys.isOn(ROOT + "forceDenyAllDDL"),
                disk(keys, "diskQuota"),
                disk(keys, "diskQuotaPerDB"),
                disk(keys, "diskQuotaPerCollection"));
    }

    private static double disk(ConfigKeys keys, String key) {
        return keys.isOn(DISK + "enabled") ? keys.rate(DISK + key) * MIB : Double.POSITIVE_INFINITY;
    }
}
