package io.windhover.simulation.style;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Goal: no piece of source outgrows what one can read at once. Method: parse every file and measure it. */
class SourceSizeTest {
    private static final int FILE_LINES_MAX = 800;
    private static final Pattern BANNED_SUFFIX =
            Pattern.compile("(class|interface|record|enum) \\w*(Manager|Helper|Util|Utils|Impl|Info|Handler|Data)\\b");

    @Test
    void everyFileHasAtMostEightHundredLines() {
        List<String> findings = Sources.all().stream()
                .filter(f -> Sources.text(f).lines().count() > FILE_LINES_MAX)
                .map(f -> Sources.root().relativize(f).toString())
                .toList();
        assertThat(findings).isEmpty();
    }

    @Test
    void everyMethodIsWithinItsLimits() throws Exception {
        assertThat(scan(Sources.main())).isEmpty();
    }

    @Test
    void noClassHasASuffixThatSaysNothing() {
        List<String> findings = Sources.all().stream()
                .filter(f -> Sources.text(f)
                        .lines()
                        .anyMatch(l -> !l.trim().startsWith("*")
                                && !l.trim().startsWith("/")
                                && BANNED_SUFFIX.matcher(l).find()))
                .map(f -> Sources.root().relativize(f).toString())
                .toList();
        assertThat(findings).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        List<String> findings = Sources.main().stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !folder.resolve("package-info.java").toFile().exists())
                .map(folder -> Sources.root().relativize(folder).toString())
                .toList();
        assertThat(findings).isEmpty();
    }

    @Test
    void nothingIsLeftToDoInComments() {
        String marker = "TO" + "DO";
        List<String> findings = Sources.all().stream()
                .filter(f -> Sources.text(f).contains(marker))
                .map(f -> Sources.root().relativize(f).toString())
                .toList();
        assertThat(findings).isEmpty();
    }

    private static List<String> scan(List<Path> files) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> findings = new ArrayList<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new SizeScan(unit, positions, findings).scan(unit, null);
            }
        }
        return findings;
    }
}
