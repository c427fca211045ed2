package io.windhover.storm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a cluster is known by the addresses of its proxies. Method: a folder with the file that `cluster up` writes. */
class ClusterProcessesTest {
    @TempDir
    private Path folder;

    @Test
    void clusterServesTheAddressesOfItsProxies() throws IOException {
        ClusterProcesses cluster = new ClusterProcesses(folder, folder);
        assertThat(cluster.serves("http://127.0.0.1:19530")).isFalse();
        Files.writeString(folder.resolve("cluster.json"), """
                {"members": [{"name": "proxy-1", "roles": ["proxy"], "port": 19530},
                             {"name": "data-1", "roles": ["data"], "port": 19533}]}
                """);
        assertThat(cluster.serves("http://127.0.0.1:19530")).isTrue();
        assertThat(cluster.serves("localhost:19530")).isTrue();
        assertThat(cluster.serves("http://127.0.0.1:19533")).isFalse();
        assertThat(cluster.serves("http://10.0.0.7:19530")).isFalse();
        assertThat(cluster.serves("::not an address::")).isFalse();
        Files.writeString(folder.resolve("cluster.json"), "cut shor");
        assertThat(cluster.serves("http://127.0.0.1:19530")).isFalse();
    }
}
