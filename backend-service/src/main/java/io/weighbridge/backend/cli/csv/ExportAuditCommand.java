package io.weighbridge.backend.cli.csv;

import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.AuditFilterOptions;
import io.weighbridge.proto.v1.ExportAuditRequest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Saves entries of the audit log.
@Command(
        name = "audit",
        description = "Save entries of the audit log, newest first.",
        sortOptions = false)
final class ExportAuditCommand extends AnyCommand {
    @Mixin private AuditFilterOptions filter = new AuditFilterOptions();

    @Mixin private ExportClient client = new ExportClient();

    @Override
    public Integer call() {
        return client.save(
                commandLine(),
                stub ->
                        stub.exportAudit(
                                ExportAuditRequest.newBuilder()
                                        .setActorName(filter.actor())
                                        .setTarget(filter.target())
                                        .setActionPrefix(filter.actionPrefix())
                                        .setFromAtMs(client.fromMs())
                                        .setToAtMs(client.untilMs())
                                        .build()));
    }
}
