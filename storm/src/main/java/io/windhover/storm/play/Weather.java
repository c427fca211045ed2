package io.windhover.storm.play;

/** What the clients know about the server being killed on purpose. */
public interface Weather {
    /** A server that nobody kills. */
    Weather CALM = new Weather() {
        @Override
        public boolean wasDisturbed(long sinceNs) {
            return false;
        }

        @Override
        public void awaitServer() {}
    };

    /** Tells whether a call that began at a {@code System.nanoTime} may have met a kill or what follows one. */
    boolean wasDisturbed(long sinceNs);

    /** Returns when a server listens again. */
    void awaitServer();
}
