package io.windhover.model.role;

/** What a role can be without. Each is a reason of its own for safe mode; {@code docs/safe-mode.md} has what follows. */
public enum Lack {
    /** Nobody leads, or the one who does cannot be reached. */
    COORDINATOR,
    /** The metadata store cannot be reached. */
    METADATA,
    /** The store of the write-ahead logs cannot be reached. */
    LOG,
    /** The object store cannot be reached. */
    OBJECTS,
    /** Members that are there cannot be reached. */
    MEMBERS,
    /** This process does not hold its own name: its lease has ended or was never had. */
    LEASE,
    /** The catalog is not followed, or has not caught up since the name was taken. */
    CATALOG,
    /** The catalog is one of a later version of this program. */
    VERSION,
    /** A disk of its own is full or fails. */
    DISK
}
