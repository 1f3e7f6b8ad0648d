package io.weighbridge.backend.cli.store;

import io.weighbridge.backend.cli.option.StoreOptions;
import io.weighbridge.backend.cli.option.Version;
import io.weighbridge.backend.export.Exported;
import io.weighbridge.backend.export.SqlExport;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;

/// Writes the files from which anybody can recompute every charge and balance.
@Command(
        name = "export",
        description = {
            "Write usage.csv, transfers.csv, balances.csv and prices.json, from which anybody can"
                    + " recompute every charge and balance (docs/export.md, docs/recalculate.py).",
            "Reads only. The service may be running on the same data: then what is younger than a"
                    + " second may be missing."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:something was in the way", "2:the command was typed wrongly"},
        footerHeading = "%nExample:%n",
        footer = "  weighbridge export --data data --to out")
public final class ExportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

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
                SqlExport.write(store.address(spec.commandLine()), Objects.requireNonNull(target));
        PrintWriter out = spec.commandLine().getOut();
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
