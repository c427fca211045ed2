package io.windhover.simulation.network;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Puts something between a caller and an interface. A method is told by its name; one that is renamed makes the bug that
 * meant it ineffective, which the run of all of them then shows.
 */
public final class Between {
    private Between() {}

    /** The call as it would have been. */
    public interface Next {
        /** Calls what is behind with these arguments. */
        Object with(Object... arguments);
    }

    /** What is done instead. */
    public interface Change {
        /** Answers one call of a method. */
        Object answer(String method, Object[] arguments, Next next);
    }

    /** Returns {@code behind} with every call going through {@code change}. */
    public static <T> T put(Class<T> type, T behind, Change change) {
        Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            Object[] arguments = given == null ? new Object[0] : given;
            Next next = changed -> {
                try {
                    return method.invoke(behind, changed);
                } catch (InvocationTargetException failure) {
                    throw rethrown(failure.getCause());
                } catch (IllegalAccessException failure) {
                    throw new IllegalStateException(failure);
                }
            };
            return change.answer(method.getName(), arguments, next);
        });
        return type.cast(proxy);
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }
}
