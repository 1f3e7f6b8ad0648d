package io.weighbridge.backend.cli.store;

import io.weighbridge.backend.DataLock;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.StoreOptions;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.usage.RollupStore;
import io.weighbridge.backend.usage.SqlRollupStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Locale;

/// `rebuild-rollups`: makes the sums over usage anew from the records, on the data directory of a
/// service that does not run.
@Command(
        name = "rebuild-rollups",
        description = {
            "Make the sums by minute, hour and day, and by tag, anew from the usage records, and"
                    + " say how many of the old ones were wrong. A tag that was set later gets its"
                    + " past.",
            "The service must not run. A crash on the way leaves the old sums in place."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:something was in the way", "2:the command was typed wrongly"},
        footerHeading = "%nExample:%n",
        footer = "  weighbridge rebuild-rollups --data data")
public final class RebuildRollupsCommand extends AnyCommand {
    @Mixin private StoreOptions store = new StoreOptions();

    @Override
    public Integer call() {
        RollupStore.Rebuilt rebuilt = rebuild();
        print(out(), rebuilt);
        return ExitCode.OK;
    }

    private RollupStore.Rebuilt rebuild() {
        StoreAddress address = store.address(commandLine());
        if (address instanceof StoreAddress.Embedded embedded) {
            if (!Files.isRegularFile(embedded.directory().resolve(Database.FILE_NAME))) {
                throw Fault.invalid(
                        "--data", embedded.directory(), "a data directory of Weighbridge");
            }
            try (DataLock _ = DataLock.take(embedded.directory())) {
                return rebuild(address);
            }
        }
        return rebuild(address);
    }

    private static RollupStore.Rebuilt rebuild(StoreAddress address) {
        try (Database database = Database.open(address)) {
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
