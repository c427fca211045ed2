package io.windhover.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tests whether texts have certain words, any so many of them or as a phrase. One thread at a time. */
public final class WordSearch {
    private final TextAnalyzer analyzer;
    private final Map<String, List<Integer>> places = new HashMap<>();
    private final int least;
    private final int slop;

    private WordSearch(TextAnalyzer analyzer, List<TextAnalyzer.Word> wanted, int least, int slop) {
        this.analyzer = analyzer;
        this.least = least;
        this.slop = slop;
        int first = wanted.isEmpty() ? 0 : wanted.getFirst().position();
        for (TextAnalyzer.Word word : wanted) {
            places.computeIfAbsent(word.text(), _ -> new ArrayList<>()).add(word.position() - first);
        }
    }

    /** Returns a test for texts with at least {@code least} different ones of the words of {@code wanted}. */
    public static WordSearch anyOf(String wanted, int least, String analyzerParams) {
        TextAnalyzer analyzer = TextAnalyzer.of(analyzerParams);
        return new WordSearch(analyzer, analyzer.words(wanted), Math.max(1, least), -1);
    }

    /**
     * Returns a test for texts with all words of {@code wanted} in their order.
     *
     * @param slop by how many places, together, words may stand elsewhere than in the phrase
     */
    public static WordSearch phrase(String wanted, int slop, String analyzerParams) {
        TextAnalyzer analyzer = TextAnalyzer.of(analyzerParams);
        return new WordSearch(analyzer, analyzer.words(wanted), 0, slop);
    }

    /** Tests one text; a test without words holds for none. */
    public boolean test(String text) {
        if (places.isEmpty()) {
            return false;
        }
        List<TextAnalyzer.Word> words = analyzer.words(text);
        return slop < 0 ? hasAny(words) : hasPhrase(words);
    }

    private boolean hasAny(List<TextAnalyzer.Word> words) {
        return words.stream()
                        .map(TextAnalyzer.Word::text)
                        .filter(places::containsKey)
                        .distinct()
                        .count()
                >= least;
    }

    /**
     * Each word of the phrase, less its place in it, is where the phrase would begin by that word; the phrase is there if
     * one beginning of each word lies in a window of {@code slop}. So the beginnings of all words are gone through in their
     * order, and the latest of each word counts.
     */
    private boolean hasPhrase(List<TextAnalyzer.Word> words) {
        record Beginning(int at, int word) {}
        List<Beginning> beginnings = new ArrayList<>();
        int count = 0;
        for (Map.Entry<String, List<Integer>> wanted : places.entrySet()) {
            for (int place : wanted.getValue()) {
                int word = count++;
                words.stream()
                        .filter(found -> found.text().equals(wanted.getKey()))
                        .forEach(found -> beginnings.add(new Beginning(found.position() - place, word)));
            }
        }
        beginnings.sort(Comparator.comparingInt(Beginning::at));
        Map<Integer, Integer> latest = new HashMap<>();
        for (Beginning beginning : beginnings) {
            latest.put(beginning.word(), beginning.at());
            if (latest.size() == count) {
                int earliest = latest.values().stream()
                        .mapToInt(Integer::intValue)
                        .min()
                        .orElseThrow();
                if (beginning.at() - earliest <= slop) {
                    return true;
                }
            }
        }
        return false;
    }
}
