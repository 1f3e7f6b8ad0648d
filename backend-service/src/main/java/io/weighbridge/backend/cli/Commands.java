package io.weighbridge.backend.cli;

import io.weighbridge.backend.cli.audit.AuditCommand;
import io.weighbridge.backend.cli.call.CallCommand;
import io.weighbridge.backend.cli.call.LoginCommand;
import io.weighbridge.backend.cli.call.PasswordCommand;
import io.weighbridge.backend.cli.call.ReportLeakCommand;
import io.weighbridge.backend.cli.call.ReportUsageCommand;
import io.weighbridge.backend.cli.csv.ExportCsvCommand;
import io.weighbridge.backend.cli.importing.ImportLiteLlmSpendCommand;
import io.weighbridge.backend.cli.importing.ImportPricesCommand;
import io.weighbridge.backend.cli.option.Version;
import io.weighbridge.backend.cli.serve.ConfigCommand;
import io.weighbridge.backend.cli.serve.ProxyCommand;
import io.weighbridge.backend.cli.serve.ServeCommand;
import io.weighbridge.backend.cli.store.BackupCommand;
import io.weighbridge.backend.cli.store.BootstrapCommand;
import io.weighbridge.backend.cli.store.ExportCommand;
import io.weighbridge.backend.cli.store.MoveCommand;
import io.weighbridge.backend.cli.store.RebuildRollupsCommand;
import io.weighbridge.backend.cli.store.ResetPasswordCommand;
import io.weighbridge.backend.cli.store.RestoreCommand;
import io.weighbridge.backend.cli.store.VerifyBackupCommand;
import io.weighbridge.backend.cli.store.VerifyLedgerCommand;
import io.weighbridge.backend.cli.upstreamkeys.UpstreamKeyCommand;
import io.weighbridge.backend.demo.DemoCommand;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program's commands. This is the one place where they are listed.
@Command(
        name = "weighbridge",
        description =
                "Prepaid billing and API keys for people who serve AI models on their own GPUs.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge bootstrap --data data --name anna",
            "  weighbridge serve --config weighbridge.toml",
            "  weighbridge verify-ledger --data data",
            "",
            "weighbridge COMMAND --help explains a command."
        },
        subcommands = {
            BootstrapCommand.class,
            ServeCommand.class,
            ProxyCommand.class,
            ConfigCommand.class,
            LoginCommand.class,
            PasswordCommand.class,
            ResetPasswordCommand.class,
            VerifyLedgerCommand.class,
            AuditCommand.class,
            RebuildRollupsCommand.class,
            BackupCommand.class,
            VerifyBackupCommand.class,
            RestoreCommand.class,
            MoveCommand.class,
            ExportCommand.class,
            ExportCsvCommand.class,
            CallCommand.class,
            ImportPricesCommand.class,
            AnalyzeCommand.class,
            ReportLeakCommand.class,
            UpstreamKeyCommand.class,
            ReportUsageCommand.class,
            ImportLiteLlmSpendCommand.class,
            DemoCommand.class
        })
public final class Commands implements Runnable {
    private static final int WIDTH = 100;

    @Spec private CommandSpec spec = CommandSpec.create();

    private Commands() {}

    /// The whole command line, ready to be run. Exit status: 0 done, 1 it failed, 2 it was typed
    /// wrongly.
    public static CommandLine commandLine() {
        return new CommandLine(new Commands())
                .setParameterExceptionHandler(new TypingErrors())
                .setExecutionExceptionHandler(new CommandErrors())
                .setUsageHelpWidth(WIDTH);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
