package io.weighbridge.backend.cli.csv;

import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.proto.v1.ExportStatementRequest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Saves an account's statement.
@Command(
        name = "statement",
        description = "Save every movement of an account's credit, oldest first.",
        sortOptions = false)
final class ExportStatementCommand extends AnyCommand {
    @Option(names = "--account", required = true, paramLabel = "ID", description = "Whose.")
    private String account = "";

    @Mixin private ExportClient client = new ExportClient();

    @Override
    public Integer call() {
        return client.save(
                commandLine(),
                stub ->
                        stub.exportStatement(
                                ExportStatementRequest.newBuilder()
                                        .setAccount(account)
                                        .setFromAtMs(client.fromMs())
                                        .setToAtMs(client.untilMs())
                                        .build()));
    }
}
