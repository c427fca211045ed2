package io.windhover.simulation.database;

import io.windhover.model.catalog.Catalog;
import java.util.List;

/** What a database has left when everything was dropped. */
interface Remains {
    /** Returns the newest catalog. */
    Catalog catalog();

    /** Returns what is stored and should not be, in words; empty = nothing. */
    List<String> stored();
}
