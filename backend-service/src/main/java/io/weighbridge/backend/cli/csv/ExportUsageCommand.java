package io.weighbridge.backend.cli.csv;

import io.weighbridge.backend.cli.option.Version;
import io.weighbridge.proto.v1.ExportUsageRequest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// Saves usage records.
@Command(
        name = "usage",
        description = "Save usage records, newest first.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class ExportUsageCommand implements Callable<Integer> {
    @Option(names = "--account", paramLabel = "ID", description = "Only this account's.")
    private String account = "";

    @Option(names = "--api-key", paramLabel = "ID", description = "Only the key's of this id.")
    private String apiKey = "";

    @Option(names = "--service", paramLabel = "NAME", description = "Only this service's.")
    private String service = "";

    @Option(names = "--subject", paramLabel = "NAME", description = "Only this subject's.")
    private String subject = "";

    @Mixin private ExportClient client = new ExportClient();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return client.save(
                spec,
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
