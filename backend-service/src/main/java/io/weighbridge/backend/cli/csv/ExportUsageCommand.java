package io.weighbridge.backend.cli.csv;

import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.proto.v1.ExportUsageRequest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Saves usage records.
@Command(name = "usage", description = "Save usage records, newest first.", sortOptions = false)
final class ExportUsageCommand extends AnyCommand {
    @Option(names = "--account", paramLabel = "ID", description = "Only this account's.")
    private String account = "";

    @Option(names = "--api-key", paramLabel = "ID", description = "Only the key's of this id.")
    private String apiKey = "";

    @Option(names = "--service", paramLabel = "NAME", description = "Only this service's.")
    private String service = "";

    @Option(names = "--subject", paramLabel = "NAME", description = "Only this subject's.")
    private String subject = "";

    @Mixin private ExportClient client = new ExportClient();

    @Override
    public Integer call() {
        return client.save(
                commandLine(),
                stub ->
                        stub.exportUsage(
                                ExportUsageRequest.newBuilder()
                                        .setAccount(account)
                                        .setKey(apiKey)
                                        .setService(service)
                                        .setSubject(subject)
                                        .setFromAtMs(client.fromMs())
                                        .setToAtMs(client.untilMs())
                                        .build()));
    }
}
