package io.windhover.bench.main;

import io.windhover.bench.data.GlovePreparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fetches and prepares the word vectors that other measurements read; does nothing where they are. */
@Command(
        name = "bench glove",
        mixinStandardHelpOptions = true,
        description = "Fetches 341,479 word vectors (300 MB, once), and computes exact neighbours of 1,000 of them.")
public final class GloveBench implements Callable<Integer> {
    @Option(names = "--folder", description = "where they are kept (default: ${DEFAULT-VALUE})")
    private Path folder = Path.of("data", "glove");

    private GloveBench() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GloveBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.exists(folder.resolve("glove-truth-100k.ibin"))) {
            Path script = Path.of(System.getProperty("windhover.root", "."), "bench", "data", "fetch-glove.sh");
            int code = new ProcessBuilder(script.toString(), folder.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                return code;
            }
            GlovePreparation.main(new String[] {folder.toString()});
        }
        System.out.println("folder=" + folder);
        return 0;
    }
}
