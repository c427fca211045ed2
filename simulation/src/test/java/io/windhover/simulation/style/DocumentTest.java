package io.windhover.simulation.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Goal: the documents speak of what is there. Method: look for each named class and each linked file. */
class DocumentTest {
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z0-9]+[A-Za-z0-9]*)`");
    private static final Pattern DECLARATION =
            Pattern.compile("\\b(?:class|interface|record|enum|@interface) ([A-Z]\\w*)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void everyClassNamedInTheArchitectureExists() {
        Set<String> declared = Sources.all().stream()
                .flatMap(file -> DECLARATION.matcher(Sources.text(file)).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> missing = CLASS_NAME
                .matcher(Sources.text(Sources.root().resolve("ARCHITECTURE.md")))
                .results()
                .map(match -> match.group(1))
                .distinct()
                .filter(name -> !declared.contains(name))
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyFileLinkedFromTheDocumentsExists() {
        for (String document : List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")) {
            Matcher links = LINK.matcher(Sources.text(Sources.root().resolve(document)));
            while (links.find()) {
                assertThat(Sources.root().resolve(links.group(1))).as(document).exists();
            }
        }
    }
}
