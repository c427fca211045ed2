package io.windhover.bench.load;

import java.io.IOException;
import java.nio.file.Path;

/** A kind of server that can be measured. */
public interface Subject {
    /** Windhover. */
    Subject WINDHOVER = new Subject() {
        @Override
        public String name() {
            return "windhover";
        }

        @Override
        public ServerProcess start(Path data, int port) throws IOException {
            return ServerProcess.start(data, port);
        }
    };

    /** Returns what it is called in results. */
    String name();

    /** Starts one on a data directory; does not wait for it. */
    ServerProcess start(Path data, int port) throws IOException;
}
