package io.windhover.server.command;

import io.windhover.server.BuildProperties;
import io.windhover.server.command.cluster.ClusterCommand;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code windhover}. */
@Command(
        name = "windhover",
        description = "A vector database that speaks Milvus's wire protocol.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {ServeCommand.class, InspectCommand.class, ClusterCommand.class, RehearseCommand.class})
public final class Main {
    /** Creates the command; picocli fills it. */
    public Main() {}

    /** Tells the versions of program, wire and JVM. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            BuildProperties build = BuildProperties.read();
            return new String[] {
                "Windhover " + build.version(), "Milvus API " + build.milvusVersion(), "JVM " + Runtime.version()
            };
        }
    }

    /** Runs a command and exits with its code: 0 = done, 1 = refused with a message, 2 = not understood. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, _, _) -> {
            PrintStream err = System.err;
            err.println("windhover: " + failure.getMessage());
            return 1;
        });
        if (arguments.length == 0) {
            line.usage(System.out);
            System.exit(2);
        }
        int code = line.execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }
}
