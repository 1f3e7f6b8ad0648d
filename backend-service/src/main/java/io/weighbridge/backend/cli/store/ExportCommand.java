package io.weighbridge.backend.cli.store;

import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.StoreOptions;
import io.weighbridge.backend.export.Exported;
import io.weighbridge.backend.export.SqlExport;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/// Writes the files from which anybody can recompute every charge and balance.
@Command(
        name = "export",
        description = {
            "Write usage.csv, transfers.csv, balances.csv and prices.json, from which anybody can"
                    + " recompute every charge and balance (docs/export.md, docs/recalculate.py).",
            "Reads only. The service may be running on the same data: then what is younger than a"
                    + " second may be missing."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:something was in the way", "2:the command was typed wrongly"},
        footerHeading = "%nExample:%n",
        footer = "  weighbridge export --data data --to out")
public final class ExportCommand extends AnyCommand {
    @Mixin private StoreOptions store = new StoreOptions();

    @Option(
            names = {"-t", "--to"},
            required = true,
            paramLabel = "DIR",
            description = "Where to; files of these names are replaced.")
    private @Nullable Path target;

    @Override
    public Integer call() throws IOException {
        Exported exported =
                SqlExport.write(store.address(commandLine()), Objects.requireNonNull(target));
        PrintWriter out = out();
        out.printf(
                Locale.ROOT,
                "Wrote %,d usage records, %,d transfers, %,d balances and %,d price books to %s.%n",
                exported.usageRecords(),
                exported.transfers(),
                exported.balances(),
                exported.priceBooks(),
                target);
        out.flush();
        return ExitCode.OK;
    }
}
