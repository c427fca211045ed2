package io.windhover.runtime.local;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.production.DirectoryDisk;
import io.windhover.runtime.production.ProductionRuntime;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A production runtime and a real directory for one test; fails the test if a fiber failed. */
public final class RealGround {
    /** What is done on it. */
    public interface Body {
        /** Runs with both open. */
        void run(Runtime runtime, Disk disk) throws Exception;
    }

    private RealGround() {}

    /** Runs {@code body} and closes both. */
    public static void run(Path directory, Body body) {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        ProductionRuntime runtime = ProductionRuntime.start(2, (fiber, cause) -> failures.add(cause));
        try (runtime;
                DirectoryDisk disk = DirectoryDisk.open(directory)) {
            body.run(runtime, disk);
        } catch (RuntimeException cause) {
            throw cause;
        } catch (Exception cause) {
            throw new IllegalStateException(cause);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a fiber failed", failures.peek());
        }
    }
}
