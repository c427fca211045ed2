package io.windhover.server.command.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that outlives the command that started it.
 *
 * @param pid       its id
 * @param startedMs when it started, since 1970: an id alone may be another program's by now
 */
record Run(long pid, long startedMs) {
    /** The kernel's clock and ours may differ by so much. */
    private static final long SAME_MS_MAX = 2_000;

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Starts a program in a session of its own, so that nothing typed here reaches it; it writes to a file. */
    static Run start(List<String> command, Path folder, Path log) throws IOException {
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(command);
        Process process = new ProcessBuilder(detached)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Instant started = process.info().startInstant().orElseGet(Instant::now);
        return new Run(process.pid(), started.toEpochMilli());
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(this::isSame)
                .filter(_ -> !isDead());
    }

    private boolean isSame(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(instant -> Math.abs(instant.toEpochMilli() - startedMs) <= SAME_MS_MAX)
                .orElse(true);
    }

    /** Tells whether it only waits for somebody to take note of its end. */
    private boolean isDead() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException _) {
            return false;
        }
    }

    boolean isAlive() {
        return handle().isPresent();
    }

    Duration age() {
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - startedMs));
    }

    /** Asks it to end; wakes it for that if it was stopped. */
    void terminate() {
        handle().ifPresent(process -> {
            process.destroy();
            wake();
        });
    }

    private void wake() {
        try {
            new ProcessBuilder("sh", "-c", "kill -CONT " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException _) {
            // Without a shell it is killed when the time for its end is over.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it as kill -9 does. */
    void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Waits for its end; tells whether it came in time. */
    boolean awaitEnd(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        while (isAlive()) {
            if (System.nanoTime() - until > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return true;
    }
}
