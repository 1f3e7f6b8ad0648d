package io.weighbridge.backend.cli.csv;

import io.weighbridge.backend.cli.option.Version;
import io.weighbridge.proto.v1.ExportAuditRequest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// Saves entries of the audit log.
@Command(
        name = "audit",
        description = "Save entries of the audit log, newest first.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class ExportAuditCommand implements Callable<Integer> {
    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Only what this operator or proxy did.")
    private String actor = "";

    @Option(
            names = "--target",
            paramLabel = "ID",
            description = "Only what was done to what has this id.")
    private String target = "";

    @Option(
            names = "--action",
            paramLabel = "PREFIX",
            description = "Only actions that begin so: 'key.' or 'key.revoke'.")
    private String action = "";

    @Mixin private ExportClient client = new ExportClient();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return client.save(
                spec,
                stub ->
                        stub.exportAudit(
                                ExportAuditRequest.newBuilder()
                                        .setActorName(actor)
                                        .setTarget(target)
                                        .setActionPrefix(action)
                                        .setFromAtMs(client.fromMs())
                                        .setToAtMs(client.untilMs())
                                        .build()));
    }
}
