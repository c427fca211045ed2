package io.windhover.runtime.simulated;

import io.windhover.runtime.port.ObjectStore;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** An object store across a network that delays, refuses, and fails after the write. */
public final class SimulatedObjectStore implements ObjectStore {
    private final ObjectStore behind;
    private final FaultyCalls calls;

    /** Puts the network before {@code behind}. */
    public SimulatedObjectStore(Simulation simulation, ObjectStore behind) {
        this.behind = behind;
        this.calls = new FaultyCalls(simulation, "object store");
    }

    /** Sets what goes wrong from now on. */
    public void faults(PortFaults faults) {
        calls.faults(faults);
    }

    @Override
    public ObjectWriter create(String name) {
        return new RemoteWriter(behind.create(name));
    }

    @Override
    public ObjectWriter createNew(String name) {
        return new RemoteWriter(behind.createNew(name));
    }

    @Override
    public MappedObject map(String name) {
        return calls.call("map", () -> behind.map(name));
    }

    @Override
    public byte[] read(String name, long offset, int bytes) {
        return calls.call("read", () -> behind.read(name, offset, bytes));
    }

    @Override
    public List<ObjectMeta> list(String prefix) {
        return calls.call("list", () -> behind.list(prefix));
    }

    @Override
    public void delete(String name) {
        calls.run("delete", () -> behind.delete(name));
    }

    @Override
    public void close() {
        behind.close();
    }

    /** A writer whose commit goes over the network. */
    private final class RemoteWriter implements ObjectWriter {
        private final ObjectWriter writer;

        RemoteWriter(ObjectWriter writer) {
            this.writer = writer;
        }

        @Override
        public void write(MemorySegment bytes) {
            writer.write(bytes);
        }

        @Override
        public long position() {
            return writer.position();
        }

        @Override
        public void commit() {
            calls.run("commit", writer::commit);
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
