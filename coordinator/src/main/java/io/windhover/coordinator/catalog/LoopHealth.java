package io.windhover.coordinator.catalog;

/** How it goes with the catalog. */
public sealed interface LoopHealth {
    /** Commands are decided and become durable. */
    record Serving() implements LoopHealth {}

    /** The metadata store cannot be reached: reads go on, commands get a retriable error until it is back. */
    record SafeMode(String reason) implements LoopHealth {}

    /** The loop has ended and serves no more. */
    record Stopped(String reason) implements LoopHealth {}
}
