package io.windhover.text;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A tokenizer and the filters behind it, read from JSON.
 *
 * @param source which texts are given to
 * @param words  where words come out
 */
record AnalyzerParts(Tokenizer source, TokenStream words) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENGLISH_STOP_WORDS = "_english_";
    private static final Set<String> STEMMERS = Set.of(
            "arabic",
            "danish",
            "dutch",
            "english",
            "finnish",
            "french",
            "german",
            "hungarian",
            "italian",
            "norwegian",
            "portuguese",
            "romanian",
            "russian",
            "spanish",
            "swedish",
            "tamil",
            "turkish");

    static AnalyzerParts of(String params) {
        JsonNode root = read(params);
        if (root.has("type")) {
            return builtIn(root);
        }
        Tokenizer source = tokenizer(root.path("tokenizer"));
        TokenStream words = source;
        if (root.has("filter")) {
            if (!root.get("filter").isArray()) {
                throw DatabaseException.invalid("analyzer filter must be a list, got: %s", root.get("filter"));
            }
            for (JsonNode filter : root.get("filter")) {
                words = filter(words, filter);
            }
        } else if (!root.has("tokenizer")) {
            words = new LowerCaseFilter(words);
        }
        return new AnalyzerParts(source, words);
    }

    private static JsonNode read(String params) {
        if (params.isBlank()) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode root = JSON.readTree(params);
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException broken) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID, "analyzer_params is no JSON: " + broken.getOriginalMessage(), broken);
        }
        throw DatabaseException.invalid("analyzer_params must be a JSON object, got: %s", params);
    }

    private static AnalyzerParts builtIn(JsonNode root) {
        Tokenizer source = new StandardTokenizer();
        TokenStream lower = new LowerCaseFilter(source);
        return switch (root.get("type").asString("")) {
            case "standard" -> new AnalyzerParts(source, stop(lower, root));
            case "english" -> {
                TokenStream stemmed = new SnowballFilter(lower, "English");
                CharArraySet english = EnglishAnalyzer.ENGLISH_STOP_WORDS_SET;
                yield new AnalyzerParts(source, stop(new StopFilter(stemmed, english), root));
            }
            default ->
                throw DatabaseException.invalid(
                        "unknown build-in analyzer type: %s", root.get("type").asString(""));
        };
    }

    private static Tokenizer tokenizer(JsonNode node) {
        String name = node.isObject() ? node.path("type").asString("") : node.asString("standard");
        return switch (name) {
            case "standard" -> new StandardTokenizer();
            case "whitespace" -> new WhitespaceTokenizer();
            default -> throw DatabaseException.invalid("unsupported tokenizer: %s", name);
        };
    }

    private static TokenStream filter(TokenStream words, JsonNode node) {
        String name = node.isObject() ? node.path("type").asString("") : node.asString("");
        return switch (name) {
            case "lowercase" -> new LowerCaseFilter(words);
            case "asciifolding" -> new ASCIIFoldingFilter(words);
            case "alphanumonly" -> new KeptWords(words, "[A-Za-z0-9]+");
            case "cncharonly" -> new KeptWords(words, "\\p{IsHan}+");
            case "cnalphanumonly" -> new KeptWords(words, "[\\p{IsHan}A-Za-z0-9]+");
            case "removepunct" -> new KeptWords(words, ".*[^\\p{Punct}\\p{IsPunctuation}].*");
            case "length" -> new LengthFilter(words, bound(node, "min", 0), bound(node, "max", Integer.MAX_VALUE));
            case "stop" -> stop(words, node);
            case "stemmer" -> stemmer(words, node.path("language").asString("english"));
            default -> throw DatabaseException.invalid("unsupported filter type: %s", name);
        };
    }

    private static int bound(JsonNode node, String name, int absent) {
        if (!node.has(name)) {
            return absent;
        }
        if (!node.get(name).isInt() || node.get(name).asInt() < 0) {
            throw DatabaseException.invalid(
                    "length filter: %s must be a number from 0 on, got: %s", name, node.get(name));
        }
        return node.get(name).asInt();
    }

    private static TokenStream stemmer(TokenStream words, String language) {
        String name = language.toLowerCase(Locale.ROOT);
        if (!STEMMERS.contains(name)) {
            throw DatabaseException.invalid("stemmer filter: unsupported language: %s", language);
        }
        return new SnowballFilter(words, name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    }

    /** Takes out the stop words that a node names, if it does. */
    private static TokenStream stop(TokenStream words, JsonNode node) {
        if (!node.has("stop_words")) {
            return words;
        }
        if (!node.get("stop_words").isArray()) {
            throw DatabaseException.invalid("stop_words must be a list, got: %s", node.get("stop_words"));
        }
        List<String> listed = new ArrayList<>();
        boolean english = false;
        for (JsonNode word : node.get("stop_words")) {
            if (word.asString("").equals(ENGLISH_STOP_WORDS)) {
                english = true;
            } else {
                listed.add(word.asString(""));
            }
        }
        CharArraySet all = new CharArraySet(listed, false);
        if (english) {
            all.addAll(EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
        }
        return new StopFilter(words, all);
    }
}
