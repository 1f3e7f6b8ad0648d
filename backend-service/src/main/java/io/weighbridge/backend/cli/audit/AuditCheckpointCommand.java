package io.weighbridge.backend.cli.audit;

import io.weighbridge.backend.cli.client.StubClient;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.proto.v1.AuditLogGrpc;
import io.weighbridge.proto.v1.MakeCheckpointReply;
import io.weighbridge.proto.v1.MakeCheckpointRequest;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// Has the running service sign what the log is, and writes that to a file.
@Command(
        name = "checkpoint",
        description =
                "Have the running service sign what the audit log is now, to be kept elsewhere:"
                        + " against it, `audit verify` finds a log that was cut or written anew.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  weighbridge audit checkpoint --out /media/kept/audit-2026-11.txt -o anna"})
final class AuditCheckpointCommand extends AnyCommand {
    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "A new file; one that exists is left as it is.")
    private @Nullable Path out;

    @Mixin private StubClient client = new StubClient();

    @Override
    public Integer call() {
        Path file = Objects.requireNonNull(out);
        return client.ask(
                commandLine(),
                AuditLogGrpc::newBlockingStub,
                stub -> {
                    MakeCheckpointReply reply =
                            stub.makeCheckpoint(MakeCheckpointRequest.getDefaultInstance());
                    write(file, reply.getCheckpoint());
                    PrintWriter writer = out();
                    writer.printf("Signed up to entry %,d: %s%n", reply.getSequence(), file);
                    writer.flush();
                    return ExitCode.OK;
                });
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
