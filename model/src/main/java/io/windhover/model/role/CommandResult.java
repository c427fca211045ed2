package io.windhover.model.role;

/**
 * What a command did.
 *
 * @param catalogVersion the version that has it; whoever reads at this version or later sees it
 * @param id             of what was created, 0 if nothing was
 * @param changed        false when the catalog already was as wanted
 */
public record CommandResult(long catalogVersion, long id, boolean changed) {}
