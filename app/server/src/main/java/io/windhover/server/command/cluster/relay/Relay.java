package io.windhover.server.command.cluster.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands between the processes of a cluster on one machine. What listens on a port of 127.0.0.1 is called by the others on
 * the same port of 127.0.0.2, where this listens, finds out who calls, and passes everything on, unless the way from one
 * to the other is cut. Needs Linux, but no rights that its user's other processes lack.
 */
public final class Relay implements AutoCloseable {
    /** Where it listens. */
    public static final String HOST = "127.0.0.2";

    private static final String BEHIND = "127.0.0.1";
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int BACKLOG = 512;

    private final Supplier<Layout> layout;
    private final Cuts cuts;
    private final Map<Integer, ServerSocket> listening = new LinkedHashMap<>();
    private volatile Layout now = new Layout(Map.of(), Map.of());

    /**
     * Who there is.
     *
     * @param targets   names by the ports they listen on; one may listen on several
     * @param processes names by process id
     */
    public record Layout(Map<Integer, String> targets, Map<Long, String> processes) {
        /** Copies the maps. */
        public Layout {
            targets = Map.copyOf(targets);
            processes = Map.copyOf(processes);
        }
    }

    /**
     * Prepares; listens nowhere yet.
     *
     * @param layout tells who there is, asked again and again
     * @param cuts   file of what is cut: a line {@code FROM TO} for each way that nothing gets through
     */
    public Relay(Supplier<Layout> layout, Path cuts) {
        this.layout = layout;
        this.cuts = new Cuts(cuts);
    }

    /**
     * Passes connections on until the thread is interrupted.
     *
     * @throws IOException if a port cannot be listened on
     */
    public void run() throws IOException {
        try {
            while (true) {
                look();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once who there is and what is cut. */
    void look() throws IOException {
        now = layout.get();
        for (Map.Entry<Integer, String> target : now.targets().entrySet()) {
            if (!listening.containsKey(target.getKey())) {
                listening.put(target.getKey(), listen(target.getKey(), target.getValue()));
            }
        }
        cuts.refresh();
    }

    private ServerSocket listen(int port, String target) throws IOException {
        ServerSocket socket = new ServerSocket(port, BACKLOG, InetAddress.getByName(HOST));
        Thread.ofVirtual().name("relay of " + target).start(() -> accept(socket, port, target));
        return socket;
    }

    private void accept(ServerSocket socket, int port, String target) {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                RelayedConnection connection = new RelayedConnection(caller, target, cuts, () -> owner(caller, port));
                Thread.ofVirtual().start(() -> connection.run(new InetSocketAddress(BEHIND, port)));
            } catch (IOException _) {
                // A caller that gave up; or this is closed, and the loop ends.
            }
        }
    }

    private Optional<String> owner(Socket caller, int port) {
        return SocketOwners.ownerOf(caller.getPort(), port, now.processes());
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket socket : listening.values()) {
            socket.close();
        }
    }
}
