package io.windhover.embedded;

/** A port on the loopback address where Milvus clients reach an embedded database; open until closed. */
public interface Endpoint extends AutoCloseable {
    /** Returns the address as clients take it: {@code http://127.0.0.1:PORT}. */
    String uri();

    @Override
    void close();
}
