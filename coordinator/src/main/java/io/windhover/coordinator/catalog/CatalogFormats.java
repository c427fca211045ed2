package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;

/**
 * Which programs may use a catalog, as its head says. Each program knows one format; a later one knows all before it. A
 * program that adds keys or fields raises what a leader must know, since an older leader would write values without them;
 * it raises what a follower must know only if a follower that passes them over would act wrongly.
 *
 * @param follow least format of a program that follows
 * @param lead   least format of a program that writes; not less than {@code follow}
 */
record CatalogFormats(int follow, int lead) {
    /** The format that this program knows. */
    static final int KNOWN = 1;

    /** What this program asks of others. */
    static final CatalogFormats OWN = new CatalogFormats(KNOWN, KNOWN);

    /** Tells whether a later program writes the catalog, so that there may be more in it than this one knows. */
    boolean isLater() {
        return lead > KNOWN;
    }

    /** Throws CATALOG_TOO_NEW if this program may not follow. */
    void requireFollow() {
        require(follow, "followed");
    }

    /** Throws CATALOG_TOO_NEW if this program may not lead. */
    void requireLead() {
        require(lead, "written");
    }

    private static void require(int format, String what) {
        if (format > KNOWN) {
            throw new DatabaseException(
                    ErrorCode.CATALOG_TOO_NEW,
                    "the catalog is " + what + " by programs of format " + format
                            + " and later, and this one knows up to " + KNOWN
                            + ": a coordinator was upgraded before this process; upgrade this one too");
        }
    }
}
