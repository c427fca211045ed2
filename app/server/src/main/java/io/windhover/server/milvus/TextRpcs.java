package io.windhover.server.milvus;

import com.google.protobuf.ByteString;
import io.windhover.model.DatabaseException;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.proto.milvus.AnalyzerResult;
import io.windhover.proto.milvus.AnalyzerToken;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.RunAnalyzerRequest;
import io.windhover.proto.milvus.RunAnalyzerResponse;
import io.windhover.proxy.Requests;
import io.windhover.text.TextAnalyzer;

/** What becomes of texts. */
record TextRpcs(Requests requests) {
    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getRunAnalyzerMethod(), this::run);
    }

    private RunAnalyzerResponse run(Caller caller, RunAnalyzerRequest request) {
        if (request.getWithHash()) {
            throw DatabaseException.invalid("hashes of words are not supported in this version");
        }
        TextAnalyzer analyzer = TextAnalyzer.of(params(caller, request));
        RunAnalyzerResponse.Builder response = RunAnalyzerResponse.newBuilder().setStatus(WireStatus.OK);
        for (ByteString text : request.getPlaceholderList()) {
            AnalyzerResult.Builder result = AnalyzerResult.newBuilder();
            for (TextAnalyzer.Word word : analyzer.words(text.toStringUtf8())) {
                AnalyzerToken.Builder token = AnalyzerToken.newBuilder().setToken(word.text());
                if (request.getWithDetail()) {
                    token.setStartOffset(word.from())
                            .setEndOffset(word.to())
                            .setPosition(word.position())
                            .setPositionLength(1);
                }
                result.addTokens(token);
            }
            response.addResults(result);
        }
        return response.build();
    }

    /** Returns the parameters that were sent, or those of the field that was named. */
    private String params(Caller caller, RunAnalyzerRequest request) {
        if (request.getCollectionName().isEmpty()) {
            return request.getAnalyzerParams();
        }
        CollectionSchema schema = requests.describeCollection(
                        caller.collection(request.getDbName(), request.getCollectionName()))
                .collection()
                .schema();
        return schema.fields().stream()
                .filter(field -> field.name().equals(request.getFieldName()))
                .filter(field -> Boolean.parseBoolean(field.params().get("enable_analyzer")))
                .map(field -> field.params().getOrDefault("analyzer_params", ""))
                .findFirst()
                .orElseThrow(() ->
                        DatabaseException.invalid("field %s does not enable an analyzer", request.getFieldName()));
    }
}
