package io.weighbridge.backend.cli.csv;

import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.proto.v1.ExportAuditRequest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;


/// Saves entries of the audit log.
@Command(
        name = "audit",
        description = "Save entries of the audit log, newest first.",
        sortOptions = false)
final class ExportAuditCommand extends AnyCommand {
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

    @Override
    public Integer call() {
        return client.save(
                commandLine(),
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
