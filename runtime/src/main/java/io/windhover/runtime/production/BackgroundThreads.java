package io.windhover.runtime.production;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Threads that compute what nobody waits for in a hurry. On Linux, where each thread has a priority of its own, theirs
 * is lower; elsewhere they are as all others. A thread inherits its priority from the one that starts it, so these only
 * compute: one that wakes a virtual thread may start a carrier, which would be slow for ever.
 */
final class BackgroundThreads {
    /** About a third of the time that others get when there is not enough for all. */
    private static final int NICER_BY = 5;

    private static final Optional<MethodHandle> NICENESS = niceness();

    private BackgroundThreads() {}

    /** Returns a thread that does not keep the process alive. */
    static Thread unstarted(ThreadGroup group, String name, Runnable body) {
        Thread thread = new Thread(
                group,
                () -> {
                    NICENESS.ifPresent(BackgroundThreads::giveWay);
                    body.run();
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> niceness() {
        if (!System.getProperty("os.name").equals("Linux")) {
            // Elsewhere the call is about the whole process.
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor shape = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        return linker.defaultLookup().find("nice").map(address -> linker.downcallHandle(address, shape));
    }

    private static void giveWay(MethodHandle nice) {
        try {
            int _ = (int) nice.invokeExact(NICER_BY);
        } catch (Throwable cause) {
            throw new IllegalStateException("nice cannot be called", cause);
        }
    }
}
