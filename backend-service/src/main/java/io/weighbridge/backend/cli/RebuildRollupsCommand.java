package io.weighbridge.backend.cli;

import io.weighbridge.backend.DataLock;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.usage.RollupStore;
import io.weighbridge.backend.usage.SqlRollupStore;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;

/// `rebuild-rollups`: makes the sums over usage anew from the records, on the data directory of a
/// service that does not run.
@Command(
        name = "rebuild-rollups",
        description = {
            "Make the sums by minute, hour and day anew from the usage records, and say how many of"
                    + " the old ones were wrong.",
            "The service must not run. A crash on the way leaves the old sums in place."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:something was in the way", "2:the command was typed wrongly"},
        footerHeading = "%nExample:%n",
        footer = "  weighbridge rebuild-rollups --data data")
final class RebuildRollupsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "DIR",
            description = "The data directory of the service.")
    private @Nullable Path data;

    @Override
    public Integer call() {
        RollupStore.Rebuilt rebuilt = rebuild(Objects.requireNonNull(data));
        print(spec.commandLine().getOut(), rebuilt);
        return ExitCode.OK;
    }

    private static RollupStore.Rebuilt rebuild(Path directory) {
        if (!Files.isRegularFile(directory.resolve(Database.FILE_NAME))) {
            throw Fault.invalid("--data", directory, "a data directory of Weighbridge");
        }
        try (DataLock _ = DataLock.take(directory);
                Database database = Database.open(directory)) {
            return new SqlRollupStore(database).rebuild();
        }
    }

    private static void print(PrintWriter out, RollupStore.Rebuilt rebuilt) {
        out.printf(
                Locale.ROOT,
                "Read %,d usage records, %,d later ratings and %,d refunds.%n",
                rebuilt.records(),
                rebuilt.ratings(),
                rebuilt.refunds());
        out.printf(Locale.ROOT, "Wrote %,d rows of sums.%n", rebuilt.rows());
        if (rebuilt.removed() == 0 && rebuilt.added() == 0) {
            out.println("The old sums were right.");
        } else {
            out.printf(
                    Locale.ROOT,
                    "The old sums were not right: %,d rows went, %,d came or changed.%n",
                    rebuilt.removed(),
                    rebuilt.added());
        }
        out.flush();
    }
}
