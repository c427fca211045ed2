package io.windhover.embedded;

import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Ports whose calls wait first, as on a slow or hanging disk. */
final class Waiting {
    private Waiting() {}

    /** What happens before a call. */
    interface Wait {
        /** Returns when the call may go on; {@code subject} is its first argument, if it has one. */
        void before(String method, Object subject);
    }

    static Wiring objects(Wait wait) {
        return new Wiring() {
            @Override
            public ObjectStore objects(ObjectStore behind) {
                return put(ObjectStore.class, behind, wait);
            }
        };
    }

    static Wiring meta(Wait wait) {
        return new Wiring() {
            @Override
            public MetaStore meta(MetaStore behind) {
                return put(MetaStore.class, behind, wait);
            }
        };
    }

    private static <T> T put(Class<T> type, T behind, Wait wait) {
        Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
            wait.before(method.getName(), arguments == null ? "" : arguments[0]);
            try {
                return method.invoke(behind, arguments);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
        });
        return type.cast(proxy);
    }
}
