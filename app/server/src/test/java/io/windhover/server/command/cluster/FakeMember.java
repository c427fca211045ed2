package io.windhover.server.command.cluster;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A member that does nothing but tell its health: coordinators after the first stand by, one whose name is in the file
 * {@code unlucky} beside its folder ends at once.
 */
final class FakeMember {
    private FakeMember() {}

    /** Takes what {@code serve} takes. */
    public static void main(String[] arguments) throws Exception {
        JsonNode config = new ObjectMapper().readTree(Files.readString(Path.of(arguments[2])));
        String name = config.path("cluster").path("name").asString();
        Path unlucky = Path.of("..", "unlucky");
        if (Files.exists(unlucky) && Files.readString(unlucky).equals(name)) {
            System.out.println("no luck today");
            System.exit(3);
        }
        boolean standsBy = name.startsWith("coordinator") && !name.endsWith("-1");
        String state = standsBy ? "safe mode\",\"reasons\":[\"it stands by" : "serving\",\"reasons\":[\"all fine";
        String json = "{\"state\":\"x\",\"detail\":[{\"name\":\"%s\",\"state\":\"%s\"]}]}".formatted(name, state);
        byte[] answer = json.getBytes(StandardCharsets.UTF_8);
        int port = config.path("server").path("managementPort").asInt();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 8);
        server.createContext("/healthz", exchange -> {
            exchange.sendResponseHeaders(standsBy ? 503 : 200, answer.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer);
            }
        });
        server.start();
    }
}
