package io.windhover.storm.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import io.milvus.v2.common.IndexParam.IndexType;
import io.windhover.storm.stage.Field;
import io.windhover.storm.stage.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: two servers get the same to do. Method: a server that has everything is asked to play like one that has less. */
class FeaturesTest {
    private static final Rows ROWS = new Rows(7, 16, 1_000, 1_000);

    @TempDir
    private Path folder;

    private static Abilities everything() {
        List<Field> askable =
                ROWS.fields().stream().filter(field -> !field.isVector()).toList();
        return new Abilities(ROWS.fields(), askable, true, true, List.of());
    }

    @Test
    void likeAnOlderMilvusItHasOneVectorFieldAndNoIndexThatIsDropped() throws IOException {
        Abilities played = Features.like("milvus-2.3").among(everything(), "milvus-2.3");
        assertThat(played.fields().stream().filter(Field::isVector).map(Field::name))
                .containsExactly(Rows.PLAIN);
        assertThat(played.fields().stream().map(Field::index).distinct())
                .containsExactlyInAnyOrder(IndexType.None, IndexType.STL_SORT, IndexType.TRIE, IndexType.HNSW);
        assertThat(played.canRebuild()).isFalse();
        assertThat(played.hasHybrid()).isFalse();
        assertThat(played.askable()).hasSizeGreaterThan(15);
        assertThat(played.leftOut())
                .contains("hybrid search: not played, to be like milvus-2.3")
                .contains("bits, BinaryVector with BIN_FLAT: not played, to be like milvus-2.3");
    }

    @Test
    void whatAStormWroteIsPlayedAgain() throws IOException {
        Features played = Features.of(Features.like("milvus-2.3").among(everything(), "milvus-2.3"));
        Path file = Files.writeString(folder.resolve("peer.json"), new Gson().toJson(Map.of("features", played)));
        assertThat(Features.like(file.toString())).isEqualTo(played);
        assertThat(Features.of(played.among(everything(), "peer"))).isEqualTo(played);
    }

    @Test
    void allOfItsOwnFeaturesLeaveNothingOut() {
        assertThat(Features.of(everything()).among(everything(), "itself")).isEqualTo(everything());
    }

    @Test
    void aServerCannotPlayWhatItDoesNotHave() {
        Abilities poor = new Abilities(List.of(ROWS.fields().getFirst()), List.of(), false, false, List.of());
        Abilities played = Features.of(everything()).among(poor, "a rich one");
        assertThat(played).isEqualTo(poor);
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no json");
        Path other = Files.writeString(folder.resolve("other.json"), "{\"verdict\": \"clean\"}");
        assertThatThrownBy(() -> Features.like(text.toString())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Features.like(other.toString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not say what was played");
        assertThatThrownBy(() -> Features.like(folder.resolve("none").toString()))
                .isInstanceOf(IOException.class);
    }
}
