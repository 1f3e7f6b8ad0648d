package io.weighbridge.backend.cli.csv;

import io.weighbridge.backend.cli.option.Version;
import io.weighbridge.proto.v1.ExportStatementRequest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// Saves an account's statement.
@Command(
        name = "statement",
        description = "Save every movement of an account's credit, oldest first.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class ExportStatementCommand implements Callable<Integer> {
    @Option(names = "--account", required = true, paramLabel = "ID", description = "Whose.")
    private String account = "";

    @Mixin private ExportClient client = new ExportClient();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return client.save(
                spec,
                stub ->
                        stub.exportStatement(
                                ExportStatementRequest.newBuilder()
                                        .setAccount(account)
                                        .setFromAtMs(client.fromMs())
                                        .setToAtMs(client.untilMs())
                                        .build()));
    }
}
