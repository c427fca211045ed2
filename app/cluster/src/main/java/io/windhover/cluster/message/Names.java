package io.windhover.cluster.message;

/** Names of types in messages. */
final class Names {
    private Names() {}

    /** Returns the name of a class with those around it but without its package: {@code Command.DropAlias}. */
    static String of(Class<?> type) {
        String full = type.getName();
        return full.substring(full.lastIndexOf('.') + 1).replace('$', '.');
    }
}
