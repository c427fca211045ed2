package io.windhover.server.command.cluster.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One connection that is passed on. Where the way is cut its bytes wait, in both meanings of the word: none is lost, and
 * neither side hears that anything is wrong.
 */
final class RelayedConnection {
    private static final int CONNECT_MS = 2_000;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Socket caller;
    private final Socket callee = new Socket();
    private final String target;
    private final Cuts cuts;
    private final Supplier<Optional<String>> findOwner;
    private volatile Optional<String> owner = Optional.empty();

    /**
     * Takes over an accepted connection.
     *
     * @param target    who is called
     * @param findOwner names who calls, as soon as that can be known
     */
    RelayedConnection(Socket caller, String target, Cuts cuts, Supplier<Optional<String>> findOwner) {
        this.caller = caller;
        this.target = target;
        this.cuts = cuts;
        this.findOwner = findOwner;
    }

    /** Connects to the callee and passes bytes on until either side ends. */
    void run(InetSocketAddress address) {
        try (caller;
                callee) {
            awaitWay(true);
            callee.connect(address, CONNECT_MS);
            caller.setTcpNoDelay(true);
            callee.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> pass(callee, caller, false));
            pass(caller, callee, true);
            back.join();
        } catch (IOException _) {
            // The callee does not listen, or one of them has ended: closing says so to the other.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket from, Socket to, boolean isForth) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitWay(isForth);
                out.write(buffer, 0, count);
            }
            awaitWay(isForth);
            to.shutdownOutput();
        } catch (IOException _) {
            // A connection that was torn on one side is torn on the other.
            close(from);
            close(to);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is closed.
        }
    }

    private void awaitWay(boolean isForth) throws InterruptedException {
        while (cuts.isAny() && isCut(isForth)) {
            Thread.sleep(LOOK);
        }
    }

    private boolean isCut(boolean isForth) {
        if (owner.isEmpty()) {
            owner = findOwner.get();
        }
        return owner.filter(name -> isForth ? cuts.isCut(name, target) : cuts.isCut(target, name))
                .isPresent();
    }
}
