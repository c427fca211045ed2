package io.windhover.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Goal: the map behaves like a sorted map and old versions stay as they were. Method: random changes beside a TreeMap. */
class PersistentMapTest {
    @Test
    void behavesLikeASortedMapAndKeepsOldVersions() {
        for (long seed = 1; seed <= 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            PersistentMap<Integer, Integer> map = PersistentMap.empty();
            TreeMap<Integer, Integer> twin = new TreeMap<>();
            List<PersistentMap<Integer, Integer>> versions = new ArrayList<>();
            List<List<Map.Entry<Integer, Integer>>> contents = new ArrayList<>();
            for (int step = 0; step < 400; step++) {
                assertThat(map.lastKey()).isEqualTo(twin.isEmpty() ? Optional.empty() : Optional.of(twin.lastKey()));
                int key = random.nextInt(100);
                if (random.nextInt(3) == 0) {
                    map = map.without(key);
                    twin.remove(key);
                } else {
                    map = map.with(key, step);
                    twin.put(key, step);
                }
                if (step % 50 == 0) {
                    versions.add(map);
                    contents.add(map.entries().toList());
                }
                assertThat(map.find(key)).as("seed %d", seed).isEqualTo(java.util.Optional.ofNullable(twin.get(key)));
            }
            assertThat(map.size()).isEqualTo(twin.size());
            assertThat(map.entries().map(Map.Entry::getKey).toList()).isEqualTo(new ArrayList<>(twin.keySet()));
            assertThat(map.values().toList()).isEqualTo(new ArrayList<>(twin.values()));
            for (int i = 0; i < versions.size(); i++) {
                assertThat(versions.get(i).entries().toList())
                        .as("seed %d", seed)
                        .isEqualTo(contents.get(i));
            }
        }
    }

    @Test
    void staysShallowWhenKeysComeInOrder() {
        PersistentMap<Integer, Integer> map = PersistentMap.empty();
        for (int i = 0; i < 200_000; i++) {
            map = map.with(i, i);
        }
        for (int i = 0; i < 199_990; i++) {
            map = map.without(i);
        }
        assertThat(map.keys().toList()).hasSize(10).first().isEqualTo(199_990);
    }
}
