package io.windhover.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: texts become the words that parameters ask for. Method: small texts, and each mistake in parameters. */
class TextAnalyzerTest {
    private static List<String> words(String params, String text) {
        return TextAnalyzer.of(params).words(text).stream()
                .map(TextAnalyzer.Word::text)
                .toList();
    }

    @Test
    void wordsAreWhatParametersAskFor() {
        assertThat(words("", "Hello, big World-wide 42 café"))
                .containsExactly("hello", "big", "world", "wide", "42", "café");
        assertThat(words("{\"tokenizer\": \"whitespace\"}", "Hello, World")).containsExactly("Hello,", "World");
        assertThat(words("{\"type\": \"english\"}", "The runners were running"))
                .containsExactly("runner", "were", "run");
        assertThat(words("{\"type\": \"standard\", \"stop_words\": [\"of\"]}", "Piece of Cake"))
                .containsExactly("piece", "cake");
        String chain = "{\"tokenizer\": \"standard\", \"filter\": [\"lowercase\", \"asciifolding\", \"alphanumonly\","
                + " {\"type\": \"length\", \"max\": 5}, {\"type\": \"stop\", \"stop_words\": [\"_english_\", \"cake\"]},"
                + " {\"type\": \"stemmer\", \"language\": \"english\"}]}";
        assertThat(words(chain, "The CAFÉS ate cake elephants")).containsExactly("cafe", "ate");
    }

    @Test
    void wordsHavePlaces() {
        List<TextAnalyzer.Word> words = TextAnalyzer.of("{\"type\": \"standard\", \"stop_words\": [\"of\"]}")
                .words("Piece of Cake");
        assertThat(words)
                .containsExactly(new TextAnalyzer.Word("piece", 0, 5, 0), new TextAnalyzer.Word("cake", 9, 13, 2));
    }

    @Test
    void mistakesAreNamed() {
        assertRefused("{\"tokenizer\": \"nope\"}", "unsupported tokenizer: nope");
        assertRefused("{\"type\": \"klingon\"}", "unknown build-in analyzer type: klingon");
        assertRefused("{\"filter\": [\"nope\"]}", "unsupported filter type: nope");
        assertRefused("{\"filter\": \"lowercase\"}", "analyzer filter must be a list");
        assertRefused("{\"filter\": [{\"type\": \"length\", \"max\": \"x\"}]}", "length filter: max must be a number");
        assertRefused(
                "{\"filter\": [{\"type\": \"stemmer\", \"language\": \"nope\"}]}",
                "stemmer filter: unsupported language: nope");
        assertRefused("{\"type\": \"standard\", \"stop_words\": 1}", "stop_words must be a list");
        assertRefused("[1]", "analyzer_params must be a JSON object");
        assertRefused("{", "analyzer_params is no JSON");
    }

    private static void assertRefused(String params, String text) {
        assertThatThrownBy(() -> TextAnalyzer.of(params))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(text);
    }

    // Goal: words are found as Milvus finds them: any so many of them, or as a phrase with some slop.
    @Test
    void searchesFindWordsAndPhrases() {
        String text = "the quick brown fox jumps over the lazy dog";
        assertThat(WordSearch.anyOf("FOX cat", 1, "").test(text)).isTrue();
        assertThat(WordSearch.anyOf("fox cat", 2, "").test(text)).isFalse();
        assertThat(WordSearch.anyOf("fox fox dog", 2, "").test(text)).isTrue();
        assertThat(WordSearch.anyOf("", 1, "").test(text)).isFalse();
        assertThat(WordSearch.anyOf("cat", 1, "").test("")).isFalse();
        assertThat(WordSearch.phrase("quick brown fox", 0, "").test(text)).isTrue();
        assertThat(WordSearch.phrase("quick fox", 0, "").test(text)).isFalse();
        assertThat(WordSearch.phrase("quick fox", 1, "").test(text)).isTrue();
        assertThat(WordSearch.phrase("fox quick", 1, "").test(text)).isFalse();
        assertThat(WordSearch.phrase("the the", 0, "").test(text)).isFalse();
        assertThat(WordSearch.phrase("the lazy", 0, "").test(text)).isTrue();
    }
}
