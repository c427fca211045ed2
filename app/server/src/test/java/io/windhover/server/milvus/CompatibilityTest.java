package io.windhover.server.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proxy.Requests;
import io.windhover.server.limit.Admission;
import io.windhover.server.limit.QuotaLimits;
import io.windhover.server.limit.RateLimits;
import io.windhover.server.log.LogSettings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Goal: docs/compatibility.md is true. Method: compare its rows with what the service has and answers. */
class CompatibilityTest {
    private static final Pattern ROW = Pattern.compile("\\| (\\w+) \\| (?:2\\.5|2\\.6|3\\.0|later) \\| (yes|no) \\|");

    private static MilvusService service() {
        Requests nobody = (Requests) Proxy.newProxyInstance(
                Requests.class.getClassLoader(), new Class<?>[] {Requests.class}, (_, method, _) -> {
                    throw new IllegalStateException("nobody answers " + method.getName());
                });
        return new MilvusService(
                nobody,
                new MilvusService.Surroundings(
                        new ServerVersion("v", "v", "t"),
                        new Machine("127.0.0.1", Path.of(".")),
                        (_, _, _) -> {},
                        new Admission(new RateLimits(Map.of()), QuotaLimits.NONE, nobody::catalog, () -> 0),
                        LogSettings.STANDARD,
                        1));
    }

    @Test
    void tableSaysWhichCallsAreAnswered() throws IOException {
        Map<String, String> said = new TreeMap<>();
        Path table = Path.of(System.getProperty("windhover.root"), "docs", "compatibility.md");
        for (String line : Files.readAllLines(table)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                said.put(row.group(1), row.group(2));
            }
        }
        Set<String> answered = service().supported();
        Map<String, String> real = MilvusServiceGrpc.getServiceDescriptor().getMethods().stream()
                .map(MethodDescriptor::getBareMethodName)
                .collect(Collectors.toMap(
                        name -> name, name -> answered.contains(name) ? "yes" : "no", (a, _) -> a, TreeMap::new));
        assertThat(said).isEqualTo(real);
    }
}
