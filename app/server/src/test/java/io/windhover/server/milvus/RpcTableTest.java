package io.windhover.server.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.PersistentMap;
import io.windhover.model.catalog.Catalog;
import io.windhover.proto.common.Status;
import io.windhover.proto.milvus.BoolResponse;
import io.windhover.proto.milvus.GetVersionResponse;
import io.windhover.proto.milvus.ManualCompactionResponse;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.server.limit.Admission;
import io.windhover.server.limit.QuotaLimits;
import io.windhover.server.limit.RateKind;
import io.windhover.server.limit.RateLimits;
import io.windhover.server.limit.RateLimits.Rate;
import io.windhover.server.log.LogSettings;
import io.windhover.server.transport.HttpService;
import io.windhover.server.transport.Transport;
import io.windhover.server.transport.TransportSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: every RPC answers in its own words, whatever happens. Method: call each of them over a real port. */
class RpcTableTest {
    private static final Catalog EMPTY = new Catalog(
            0,
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty());

    private final List<String> ended = new ArrayList<>();
    private Transport transport;
    private ManagedChannel channel;

    @BeforeEach
    void open() throws IOException {
        Map<RateKind, Rate> slow = Map.of(RateKind.COMPACTION, new Rate(0.5, Double.POSITIVE_INFINITY));
        Admission admission = new Admission(new RateLimits(slow), QuotaLimits.NONE, () -> EMPTY, () -> 0);
        RequestLog log = new RequestLog(LogSettings.STANDARD, () -> 7, () -> 0);
        RpcTable table = new RpcTable((method, code, _) -> ended.add(method + " " + code), admission, log, 10);
        table.put(MilvusServiceGrpc.getHasCollectionMethod(), (_, _) -> {
            throw DatabaseException.of(ErrorCode.COLLECTION_NOT_FOUND, "collection", "docs");
        });
        table.put(MilvusServiceGrpc.getDropCollectionMethod(), (_, _) -> {
            throw new IllegalStateException("a bug");
        });
        table.put(
                MilvusServiceGrpc.getGetVersionMethod(),
                (_, _) -> GetVersionResponse.newBuilder().setVersion("v").build());
        table.put(
                MilvusServiceGrpc.getManualCompactionMethod(),
                (_, _) -> ManualCompactionResponse.newBuilder()
                        .setStatus(WireStatus.OK)
                        .build());
        transport = Transport.start(
                TransportSettings.plain("127.0.0.1", 0),
                List.of(table.define(MilvusServiceGrpc.getServiceDescriptor())),
                HttpService.NONE,
                Duration.ofSeconds(1));
        channel = NettyChannelBuilder.forAddress("127.0.0.1", transport.port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        transport.close();
    }

    @SuppressWarnings("unchecked")
    private Message call(MethodDescriptor<?, ?> method) {
        MethodDescriptor<Message, Message> typed = (MethodDescriptor<Message, Message>) method;
        Message request = (Message)
                ((MethodDescriptor.PrototypeMarshaller<?>) method.getRequestMarshaller()).getMessagePrototype();
        return ClientCalls.blockingUnaryCall(channel, typed, CallOptions.DEFAULT, request);
    }

    private static Status status(Message response) {
        return response instanceof Status status
                ? status
                : (Status) response.getField(response.getDescriptorForType().findFieldByName("status"));
    }

    @Test
    void whatComesTooOftenIsToldToComeAgain() {
        // Goal: a refusal by rate is Milvus's code 8, retriable. Method: two compactions where one in two seconds may.
        call(MilvusServiceGrpc.getManualCompactionMethod());
        Status refused = status(call(MilvusServiceGrpc.getManualCompactionMethod()));
        assertThat(refused.getCode()).isEqualTo(8);
        assertThat(refused.getRetriable()).isTrue();
        assertThat(refused.getReason()).contains("rate limit exceeded[rate=0.5]");
    }

    @Test
    void whatIsNotSupportedSaysSoByName() {
        int withStatus = 0;
        for (MethodDescriptor<?, ?> method :
                MilvusServiceGrpc.getServiceDescriptor().getMethods()) {
            String name = method.getBareMethodName();
            if (method.getType() != MethodDescriptor.MethodType.UNARY
                    || List.of("HasCollection", "DropCollection", "GetVersion", "ManualCompaction")
                            .contains(name)) {
                continue;
            }
            try {
                Status status = status(call(method));
                assertThat(status.getCode()).as(name).isEqualTo(10);
                assertThat(status.getReason()).isEqualTo("\"" + name + "\" is not supported in this version");
                withStatus++;
            } catch (StatusRuntimeException noStatusInItsResponse) {
                assertThat(noStatusInItsResponse.getStatus().getCode())
                        .as(name)
                        .isEqualTo(io.grpc.Status.Code.UNIMPLEMENTED);
            }
        }
        assertThat(withStatus).isGreaterThan(130);
    }

    @Test
    @SuppressWarnings("deprecation")
    void aFailureKeepsItsCodeAndTheOlderEnum() {
        Status status = ((BoolResponse) call(MilvusServiceGrpc.getHasCollectionMethod())).getStatus();
        assertThat(status.getCode()).isEqualTo(100);
        assertThat(status.getErrorCodeValue()).isEqualTo(4);
        assertThat(status.getReason()).isEqualTo("collection not found[collection=docs]");
        assertThat(status.getRetriable()).isFalse();
        assertThat(status.getExtraInfoMap()).containsEntry("is_input_error", "true");
        assertThat(ended).containsExactly("HasCollection 100");
    }

    @Test
    void aBugIsAnUnexpectedErrorAndTheServerGoesOn() {
        assertThat(status(call(MilvusServiceGrpc.getDropCollectionMethod())).getCode())
                .isEqualTo(65535);
        assertThat(((GetVersionResponse) call(MilvusServiceGrpc.getGetVersionMethod())).getVersion())
                .isEqualTo("v");
    }
}
