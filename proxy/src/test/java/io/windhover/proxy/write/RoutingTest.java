package io.windhover.proxy.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Goal: where a key lives never changes between versions, and keys spread. Method: golden buckets and counts. */
class RoutingTest {
    @Test
    void bucketsOfKeysAreFixedForEver() {
        assertThat(Routing.bucket(1L, 16)).isEqualTo(10);
        assertThat(Routing.bucket(-5L, 16)).isEqualTo(9);
        assertThat(Routing.bucket("kestrel", 16)).isEqualTo(1);
    }

    @Test
    void keysSpreadEvenly() {
        int[] counts = new int[16];
        for (long key = 0; key < 160_000; key++) {
            counts[Routing.bucket(key, 16)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9_000, 11_000);
        }
    }
}
