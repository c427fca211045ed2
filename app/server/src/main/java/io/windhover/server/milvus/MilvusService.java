package io.windhover.server.milvus;

import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proxy.Requests;
import io.windhover.server.limit.Admission;
import io.windhover.server.log.LogSettings;
import java.util.Set;

/** Milvus's service in front of a database. What a method does is in the class of its subject, {@code …Rpcs}. */
public final class MilvusService {
    private final RpcTable table;

    /**
     * What stands around the requests.
     *
     * @param version     told to clients
     * @param machine     told to clients
     * @param observer    told of every call
     * @param admission   refuses what comes too often
     * @param log         what is logged
     * @param inFlightMax calls answered at once
     */
    public record Surroundings(
            ServerVersion version,
            Machine machine,
            CallObserver observer,
            Admission admission,
            LogSettings log,
            int inFlightMax) {}

    /** Creates the service; {@code requests} answer. */
    public MilvusService(Requests requests, Surroundings around) {
        RequestLog log = new RequestLog(around.log(), requests::catalogVersion, System::nanoTime);
        table = new RpcTable(around.observer(), around.admission(), log, around.inFlightMax());
        new DatabaseRpcs(requests).addTo(table);
        new CollectionRpcs(requests).addTo(table);
        new PartitionRpcs(requests).addTo(table);
        new AliasRpcs(requests).addTo(table);
        new IndexRpcs(requests).addTo(table);
        new LoadRpcs(requests).addTo(table);
        new ReplicaRpcs(requests).addTo(table);
        new WriteRpcs(requests).addTo(table);
        new ReadRpcs(requests).addTo(table);
        new SegmentRpcs(requests).addTo(table);
        new CompactionRpcs(requests).addTo(table);
        new TextRpcs(requests).addTo(table);
        new SystemRpcs(requests, around.version(), new Topology(around.version(), around.machine())).addTo(table);
    }

    /** Returns the service for the transport. */
    public ServerServiceDefinition definition() {
        return ServerInterceptors.intercept(
                table.define(MilvusServiceGrpc.getServiceDescriptor()), Caller.interceptor());
    }

    /** Returns how many calls are answered now. */
    public int inFlight() {
        return table.inFlight();
    }

    /** Returns the names of the RPCs that do something; all others answer that they are not supported. */
    public Set<String> supported() {
        return table.answered();
    }
}
