package io.windhover.simulation.cluster;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.proxy.Requests;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.simulated.SimulatedProcess;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * The way of clients to a cluster: each request goes to any proxy that lives, and is worked on there. If that proxy is
 * killed the client hears that its connection was lost, and knows nothing of what became of the request.
 */
public final class ProxyFront {
    private static final String REQUEST = "request ";
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Set<ErrorCode> UNKNOWN =
            new TreeSet<>(Set.of(ErrorCode.SERVICE_UNAVAILABLE, ErrorCode.DEADLINE_EXCEEDED));
    private static final List<String> DEFINING =
            List.of("create", "drop", "truncate", "rename", "alter", "add", "load", "release");

    /** After this nothing acts any more that a client gave up: whoever might have it leads or owns no longer. */
    private static final Duration PAST = SimulatedCluster.TERM.multipliedBy(2).plusSeconds(2);

    private final SimulatedCluster cluster;
    private final Runtime clients;
    private final SplittableRandom chance;

    private ProxyFront(SimulatedCluster cluster, Runtime clients) {
        this.cluster = cluster;
        this.clients = clients;
        this.chance = cluster.simulation().chance("front");
    }

    /** Returns the front for clients on a runtime. */
    public static Requests of(SimulatedCluster cluster, Runtime clients) {
        ProxyFront front = new ProxyFront(cluster, clients);
        return (Requests) Proxy.newProxyInstance(
                Requests.class.getClassLoader(),
                new Class<?>[] {Requests.class},
                (_, method, arguments) -> front.send(method, arguments));
    }

    /** Tells whether a member works on requests of clients. */
    static boolean isAsked(ClusterMember member) {
        return member.process().fiberNames().stream().anyMatch(name -> name.startsWith(REQUEST));
    }

    private Object send(Method method, Object[] arguments) {
        try {
            return ask(method, arguments);
        } catch (DatabaseException failure) {
            if (UNKNOWN.contains(failure.code()) && DEFINING.stream().anyMatch(method.getName()::startsWith)) {
                // What was sent may still be on its way; a client that says the same again must not meet it later.
                clients.sleep(PAST);
            }
            throw failure;
        }
    }

    private Object ask(Method method, Object[] arguments) {
        List<ClusterMember> open = cluster.members(ClusterRole.PROXY).stream()
                .filter(ClusterMember::isOpen)
                .toList();
        if (open.isEmpty()) {
            clients.sleep(LOOK);
            throw lost("no proxy can be reached");
        }
        ClusterMember proxy = open.get(chance.nextInt(open.size()));
        SimulatedProcess process = proxy.process();
        Requests requests = proxy.database().requests();
        Promise<Optional<Object>> answer = clients.promise();
        process.runtime().fork(REQUEST + method.getName(), () -> answer(method, requests, arguments, answer));
        while (true) {
            Optional<Optional<Object>> got = answer.await(LOOK);
            if (got.isPresent()) {
                return got.get().orElse(null);
            }
            if (!process.isAlive()) {
                throw lost("the connection to " + proxy.name() + " was lost");
            }
        }
    }

    private static void answer(Method method, Requests requests, Object[] arguments, Promise<Optional<Object>> answer) {
        try {
            answer.complete(Optional.ofNullable(method.invoke(requests, arguments)));
        } catch (InvocationTargetException failure) {
            Throwable cause = failure.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            if (cause instanceof CancelledException) {
                answer.fail(lost("the proxy is stopping"));
                return;
            }
            answer.fail(cause instanceof RuntimeException known ? known : new IllegalStateException(cause));
        } catch (IllegalAccessException failure) {
            throw new IllegalStateException(failure);
        } finally {
            answer.fail(lost("the connection was lost"));
        }
    }

    private static DatabaseException lost(String text) {
        return new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, text);
    }
}
