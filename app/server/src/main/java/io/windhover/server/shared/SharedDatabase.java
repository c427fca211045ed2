package io.windhover.server.shared;

import io.windhover.coordinator.leadership.Leadership;
import io.windhover.embedded.OpenParts;
import io.windhover.embedded.Standalone;
import io.windhover.embedded.Standalone.Stores;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.role.RoleHealth;
import io.windhover.proxy.Requests;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.runtime.port.Wal;
import io.windhover.runtime.production.DirectoryDisk;
import io.windhover.runtime.production.ProductionRuntime;
import io.windhover.stores.etcd.EtcdMetaStore;
import io.windhover.stores.pulsar.PulsarWal;
import io.windhover.stores.s3.S3ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database kept in etcd, Pulsar and S3, which all processes that name the same places share. One of them has the right to
 * serve it ({@link Leadership}); the others stand by, answer SERVICE_UNAVAILABLE and take over when it is gone. A process
 * that loses its right, because it slept or etcd is not heard, answers nothing more from that moment: an answer of a read
 * is given only if the right was held until after it. It comes back by itself.
 */
public final class SharedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedDatabase.class);
    private static final String CACHE_FOLDER = "cache";
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final String name;
    private final SharedSettings shared;
    private final StandaloneSettings settings;
    private final OpenParts opened;
    private final Runtime runtime;
    private final Stores stores;
    private final Requests requests;
    private final Fiber serve;
    private volatile Optional<Serving> serving = Optional.empty();
    private volatile String why = "it has just been started";
    private volatile boolean closing;

    /** While this process serves. */
    private record Serving(Leadership right, Standalone database) {}

    private SharedDatabase(
            String name,
            SharedSettings shared,
            StandaloneSettings settings,
            OpenParts opened,
            Runtime runtime,
            Stores stores) {
        this.name = name;
        this.shared = shared;
        this.settings = settings;
        this.opened = opened;
        this.runtime = runtime;
        this.stores = stores;
        this.requests = (Requests) Proxy.newProxyInstance(
                Requests.class.getClassLoader(),
                new Class<?>[] {Requests.class},
                (_, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? method.invoke(this, arguments)
                        : answer(method, arguments));
        this.serve = runtime.fork("shared database", this::serveInTurn);
    }

    /**
     * Connects and begins to stand by.
     *
     * @param name      of this process, for those who wait for it
     * @param directory of this process alone, for copies of files
     * @throws DatabaseException SERVICE_UNAVAILABLE naming the service that cannot be reached; DIRECTORY_IN_USE
     */
    public static SharedDatabase open(String name, SharedSettings shared, StandaloneSettings settings, Path directory) {
        OpenParts opened = new OpenParts();
        return opened.orClose(() -> {
            Disk disk = opened.keep(DirectoryDisk.open(directory));
            ProductionRuntime runtime = opened.keep(ProductionRuntime.start((fiber, cause) ->
                    LOG.atError().setCause(cause).addKeyValue("fiber", fiber).log("fiber ended")));
            MetaStore meta = opened.keep(EtcdMetaStore.open(runtime, shared.etcd()));
            ObjectStore objects = opened.keep(S3ObjectStore.open(shared.s3(), disk, CACHE_FOLDER));
            Wal wal = opened.keep(PulsarWal.open(runtime, shared.pulsar()));
            return new SharedDatabase(name, shared, settings, opened, runtime, new Stores(meta, wal, objects));
        });
    }

    private void serveInTurn() {
        while (!closing) {
            try {
                Optional<Leadership> right = Leadership.tryTake(runtime, stores.meta(), name, shared.term());
                if (right.isPresent()) {
                    serve(right.get());
                } else {
                    String holder = Leadership.holder(stores.meta()).orElse("nobody");
                    why = "it stands by while " + holder + " serves";
                }
            } catch (DatabaseException failure) {
                why = failure.getMessage();
            }
            runtime.sleep(PAUSE);
        }
    }

    private void serve(Leadership right) {
        LOG.atInfo().addKeyValue("name", name).log("takes over");
        StandaloneSettings ours = settings.with(settings.coordinator()
                .withLeader(right.condition(), shared.etcd().changesMax()));
        try (right;
                Standalone database = Standalone.open(runtime, stores, ours)) {
            serving = Optional.of(new Serving(right, database));
            LOG.atInfo()
                    .addKeyValue("name", name)
                    .addKeyValue("catalog_version", database.requests().catalogVersion())
                    .log("serves");
            while (right.isHeld() && !closing) {
                runtime.sleep(PAUSE);
            }
            why = "its right to serve ended";
        } finally {
            serving = Optional.empty();
            LOG.atInfo().addKeyValue("name", name).log("no longer serves");
        }
    }

    private Object answer(Method method, Object[] arguments) throws Throwable {
        Optional<Serving> now = serving.filter(held -> held.right().isHeld());
        if (now.isEmpty() && method.getName().equals("health")) {
            return List.of(new RoleHealth("server", RoleHealth.State.SAFE_MODE, List.of("safe mode: " + why)));
        }
        try {
            Object answer =
                    method.invoke(now.orElseThrow(this::unavailable).database().requests(), arguments);
            if (!now.get().right().isHeld()) {
                throw unavailable();
            }
            return answer;
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private DatabaseException unavailable() {
        return new DatabaseException(
                ErrorCode.SERVICE_UNAVAILABLE, name + " does not serve this database: " + why + "; try again later");
    }

    /** Tells whether this process serves at this moment. */
    public boolean isServing() {
        return serving.filter(held -> held.right().isHeld()).isPresent();
    }

    /** Returns what answers requests, here or not. */
    public Requests requests() {
        return requests;
    }

    /** Returns the ground it runs on. */
    public Runtime runtime() {
        return runtime;
    }

    /** Stops to serve and gives the right back, so that another process takes over at once. */
    @Override
    public void close() {
        closing = true;
        serve.join();
        opened.close();
    }
}
