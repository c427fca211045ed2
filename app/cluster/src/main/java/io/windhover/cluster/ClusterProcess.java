package io.windhover.cluster;

import io.windhover.cluster.call.CatalogSource;
import io.windhover.cluster.call.RoleEndpoint;
import io.windhover.cluster.route.PlacedDataRole;
import io.windhover.cluster.route.PlacedQuery;
import io.windhover.cluster.route.RemoteCoordinator;
import io.windhover.cluster.route.Route;
import io.windhover.coordinator.follow.FollowedCatalog;
import io.windhover.coordinator.membership.FollowedMembers;
import io.windhover.embedded.OpenParts;
import io.windhover.embedded.Standalone.Stores;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.cluster.Charge;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.Lack;
import io.windhover.model.role.RoleHealth;
import io.windhover.proxy.Requests;
import io.windhover.proxy.RoutedRequests;
import io.windhover.proxy.route.Roles;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Network;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One process of a cluster with any set of roles. It joins, follows the catalog, and does what the catalog places on it.
 * While it may not, because its lease has ended or nobody tells it what changed, it is in safe mode: it answers with a
 * retriable error that says why, tries again for ever, and comes back by itself. What happens to others never ends it.
 *
 * <p>That it may answer is asked once, when a request has come in: everything answered to anybody before that moment is
 * in its catalog then, since a change is answered only when everybody whose lease runs has it.
 */
public final class ClusterProcess implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ClusterProcess.class.getName());
    private static final String ROLE = "member";
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Runtime runtime;
    private final Function<OpenParts, Stores> stores;
    private final Network network;
    private final ProcessSettings settings;
    private final Requests requests;
    private final Fiber opening;
    private final SafeModeWatch safeModes;
    private volatile Optional<Parts> parts = Optional.empty();
    private volatile DatabaseException why =
            new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "it has just been started");
    private volatile boolean closing;

    /** What is there once the metadata store was reached. */
    private record Parts(
            OpenParts all, Presence presence, OwnRoles roles, CatalogSource catalog, Requests front, Reach reach) {}

    private ClusterProcess(
            Runtime runtime, Function<OpenParts, Stores> stores, Network network, ProcessSettings settings) {
        this.runtime = runtime;
        this.stores = stores;
        this.network = network;
        this.settings = settings;
        this.requests = (Requests) Proxy.newProxyInstance(
                Requests.class.getClassLoader(),
                new Class<?>[] {Requests.class},
                (_, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? method.invoke(this, arguments)
                        : answer(method, arguments));
        this.opening = runtime.fork("cluster process", this::open);
        this.safeModes = new SafeModeWatch(runtime, roles(settings), this::health, LOG::log);
    }

    /**
     * Begins to join; returns at once, whatever can be reached.
     *
     * @param stores  opens what everything is kept in, and keeps what is to be closed with this process; tried again for as
     *     long as it throws SERVICE_UNAVAILABLE
     * @param network by which the others call this process at the address that {@code settings} name; stays open
     */
    public static ClusterProcess open(
            Runtime runtime, Function<OpenParts, Stores> stores, Network network, ProcessSettings settings) {
        return new ClusterProcess(runtime, stores, network, settings);
    }

    private static List<String> roles(ProcessSettings settings) {
        List<String> roles = new ArrayList<>(List.of(ROLE));
        for (ClusterRole role : List.of(ClusterRole.COORDINATOR, ClusterRole.DATA, ClusterRole.QUERY)) {
            if (settings.is(role)) {
                roles.add(role.name().toLowerCase(Locale.ROOT));
            }
        }
        return roles;
    }

    private void open() {
        while (parts.isEmpty() && !closing) {
            OpenParts opened = new OpenParts();
            try {
                parts = Optional.of(opened.orClose(() -> open(opened)));
            } catch (DatabaseException failure) {
                why = failure;
                runtime.sleep(PAUSE);
            }
        }
    }

    private Parts open(OpenParts opened) {
        Stores reached = stores.apply(opened);
        FollowedMembers members = opened.keep(FollowedMembers.open(runtime, reached.meta()));
        FollowedLeader leader = opened.keep(new FollowedLeader(
                runtime, reached.meta(), members, settings.self().id()));
        FollowedCatalog followed = opened.keep(FollowedCatalog.open(runtime, reached.meta()));
        CatalogSource catalog = source(followed);
        Duration timeout = settings.database().timeout();
        CoordinatorRole coordinator = new RemoteCoordinator(
                runtime,
                network,
                catalog,
                leader::address,
                new RemoteCoordinator.Settings(timeout, settings.idsAhead()));
        Presence presence = opened.keep(new Presence(runtime, reached.meta(), settings, followed));
        OwnRoles roles = opened.keep(new OwnRoles(runtime, reached, settings, coordinator));
        RoleEndpoint endpoint = new RoleEndpoint(roles::now, catalog, presence::trouble);
        Route route = new Route(
                runtime, network, catalog, members::members, settings.self().id(), endpoint);
        PlacedDataRole data = new PlacedDataRole(route, timeout);
        roles.open(data, Charge.of(settings.self().id(), presence::incarnation));
        if (settings.is(ClusterRole.COORDINATOR)) {
            roles.sit(new LeaderSeat(runtime, reached, network, settings, members));
        }
        opened.keep(network.serve(settings.self().address(), endpoint));
        opened.keep(new StoreAnswers(
                runtime,
                new StoreQuestions(runtime, reached.meta()),
                leader,
                catalog,
                presence,
                settings.self().id()));
        presence.join();
        Roles proxied = new Roles(
                runtime,
                coordinator,
                data,
                new PlacedQuery(route, timeout),
                settings.database().limits(),
                timeout,
                members::members);
        Reach reach = opened.keep(new Reach(runtime, network, members, leader, settings.self()));
        return new Parts(opened, presence, roles, catalog, new RoutedRequests(proxied), reach);
    }

    private static CatalogSource source(FollowedCatalog followed) {
        return new CatalogSource() {
            @Override
            public Catalog catalog() {
                return followed.catalog();
            }

            @Override
            public Catalog awaitVersion(long atLeast, Duration timeout) {
                return followed.awaitVersion(atLeast, timeout);
            }
        };
    }

    private Object answer(Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("health")) {
            return health();
        }
        if (method.getName().equals("catalogVersion")) {
            // It is for logs, which have to be written whether this process may answer or not.
            return parts.map(there -> there.catalog().catalog().version()).orElse(0L);
        }
        Parts there = parts.orElseThrow(() -> unavailable(why.getMessage()));
        if (!settings.is(ClusterRole.PROXY)) {
            throw unavailable("this process is no proxy");
        }
        trouble(there).ifPresent(reason -> {
            throw unavailable(reason);
        });
        try {
            return method.invoke(there.front(), arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static Optional<String> trouble(Parts there) {
        return there.presence()
                .trouble()
                .or(() -> there.catalog().catalog().version() == 0
                        ? Optional.of("no coordinator has created this database yet")
                        : Optional.empty());
    }

    private DatabaseException unavailable(String reason) {
        return new DatabaseException(
                ErrorCode.SERVICE_UNAVAILABLE,
                "member " + settings.self().id() + " cannot answer: " + reason + "; try again later");
    }

    /** Tells how it goes with the membership and each role of this process; never waits. */
    public List<RoleHealth> health() {
        List<RoleHealth> all = new ArrayList<>();
        Optional<Parts> there = parts;
        all.add(there.map(this::memberHealth)
                .orElseGet(() -> new RoleHealth(
                        ROLE,
                        RoleHealth.State.SAFE_MODE,
                        List.of("safe mode: " + why.getMessage()),
                        List.of(why.code() == ErrorCode.CATALOG_TOO_NEW ? Lack.VERSION : Lack.METADATA, Lack.LEASE))));
        there.ifPresent(open -> all.addAll(open.roles().health()));
        return all;
    }

    /** Of the process as a whole: whether it may answer, and whom it cannot reach. */
    private RoleHealth memberHealth(Parts there) {
        List<String> reasons = new ArrayList<>();
        List<Lack> lacks = new ArrayList<>(there.presence().lacks());
        Optional<String> trouble = trouble(there);
        trouble.or(() -> there.presence().warning()).ifPresent(reason -> reasons.add("safe mode: " + reason));
        there.reach().withoutLeader().ifPresent(reason -> {
            reasons.add("safe mode: " + reason);
            lacks.add(Lack.COORDINATOR);
        });
        List<String> unreached = there.reach().unreached();
        if (!unreached.isEmpty()) {
            reasons.addAll(unreached);
            lacks.add(Lack.MEMBERS);
        }
        reasons.addAll(there.reach().versions());
        RoleHealth.State state = trouble.isPresent() ? RoleHealth.State.SAFE_MODE : RoleHealth.State.SERVING;
        return new RoleHealth(ROLE, state, reasons, lacks);
    }

    /** Tells what this process is at the moment; never waits. */
    public Standing standing() {
        Optional<Parts> there = parts;
        return there.map(open -> new Standing(
                        open.presence().incarnation(),
                        open.roles().leadsSince(),
                        open.roles().openShards()))
                .orElseGet(() -> new Standing(Optional.empty(), Optional.empty(), Collections.emptySortedMap()));
    }

    /** Tells whether this process may answer at the moment. */
    public boolean isServing() {
        return parts.filter(there -> trouble(there).isEmpty()).isPresent();
    }

    /** Tells whether this process leads at the moment. */
    public boolean leads() {
        return parts.flatMap(there -> there.roles().now().coordinator()).isPresent();
    }

    /** Returns what answers requests; SERVICE_UNAVAILABLE in safe mode and where the process is no proxy. */
    public Requests requests() {
        return requests;
    }

    /** Returns the ground it runs on. */
    public Runtime runtime() {
        return runtime;
    }

    /** Lets others take what this process has, as long as they need but not longer than was set; then leaves. */
    @Override
    public void close() {
        closing = true;
        opening.join();
        safeModes.close();
        parts.ifPresent(there -> {
            drain(there);
            there.all().close();
        });
    }

    private void drain(Parts there) {
        long untilNs = runtime.monotonicNs() + settings.drain().toNanos();
        there.presence().drain();
        while (runtime.monotonicNs() < untilNs && isInCharge(there)) {
            runtime.sleep(PAUSE);
        }
    }

    private boolean isInCharge(Parts there) {
        Charge charge = Charge.of(settings.self().id(), there.presence()::incarnation);
        return there.catalog()
                .catalog()
                .collections()
                .values()
                .filter(Collection::isActive)
                .anyMatch(collection -> IntStream.range(0, collection.settings().shardCount())
                        .mapToObj(number -> new ShardId(collection.id(), number))
                        .anyMatch(shard -> charge.owns(collection, shard) || charge.reads(collection, shard)));
    }
}
