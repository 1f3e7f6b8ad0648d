package io.weighbridge.backend.cli.store;

import io.weighbridge.backend.DataLock;
import io.weighbridge.backend.MovedMark;
import io.weighbridge.backend.StorePassword;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.StorePasswordOption;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.move.Moved;
import io.weighbridge.backend.move.SqlMove;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.time.SystemTime;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/// Carries a store from SQLite over to PostgreSQL.
@Command(
        name = "move",
        description = {
            "Copy the store of a stopped service from SQLite to an empty PostgreSQL database, and"
                    + " compare both: rows and digests of each table, and the check of the ledger.",
            "All or nothing: what goes wrong leaves the database empty and the data directory as it"
                    + " was. Afterwards the data directory keeps the secrets, its old store is not"
                    + " used any more, and store.url names the database."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:moved, and both are the same",
            "1:something was in the way; nothing was moved",
            "2:the command was typed wrongly"
        },
        footerHeading = "%nExample:%n",
        footer =
                "  weighbridge move --data data --to"
                        + " postgresql://weighbridge@localhost/weighbridge")
public final class MoveCommand extends AnyCommand {
    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "DIR",
            description = "The data directory of the service.")
    private @Nullable Path data;

    @Option(
            names = {"-t", "--to"},
            required = true,
            paramLabel = "URL",
            description =
                    "The database: postgresql://USER@HOST:PORT/DATABASE. The password is in the"
                            + " environment's "
                            + StorePassword.VARIABLE
                            + ", or in a file.")
    private @Nullable String url;

    @Mixin private StorePasswordOption password = new StorePasswordOption();

    @Override
    public Integer call() throws IOException {
        Path directory = Objects.requireNonNull(data);
        PostgresAddress target = password.address("--to", Objects.requireNonNull(url));
        if (!Files.isRegularFile(directory.resolve(Database.FILE_NAME))) {
            throw Fault.invalid("--data", directory, "a data directory of Weighbridge");
        }
        print(out(), target, move(directory, target));
        return ExitCode.OK;
    }

    private static Moved move(Path directory, PostgresAddress target) throws IOException {
        MovedMark.requireNone(new StoreAddress.Embedded(directory));
        try (DataLock _ = DataLock.take(directory)) {
            fold(directory);
            try (Database database = Database.open(target)) {
                // Before it is done: rather none of the two is served than both.
                MovedMark.leave(directory, target);
                boolean done = false;
                try {
                    Moved moved = SqlMove.run(directory, database);
                    done = true;
                    return moved;
                } finally {
                    if (!done) {
                        MovedMark.remove(directory);
                    }
                }
            }
        }
    }

    // Brings into SQL what the journal still has, as a start would.
    private static void fold(Path directory) {
        try (Database database = Database.open(directory)) {
            Ledger.open(directory, new SqlLedgerStore(database), new SystemTime(), 0).close();
        }
    }

    private static void print(PrintWriter out, PostgresAddress target, Moved moved) {
        for (Moved.Table table : moved.tables()) {
            out.printf(
                    Locale.ROOT,
                    "  %-28s %,12d rows  %s%n",
                    table.name(),
                    table.rows(),
                    table.digest().substring(0, Math.min(16, table.digest().length())));
        }
        out.printf(
                Locale.ROOT,
                "Moved to %s, and compared: every table is the same, the ledger balances"
                        + " (%,d accounts, %,d transfers, %,d open holds).%n",
                target,
                moved.ledger().accounts(),
                moved.ledger().transfers(),
                moved.ledger().openHolds());
        out.printf(
                "Now set store.url = \"%s\". Keep the data directory: its secrets are used.%n",
                target);
        out.flush();
    }
}
