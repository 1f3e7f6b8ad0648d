package io.weighbridge.backend.cli.audit;

import io.weighbridge.backend.StorePassword;
import io.weighbridge.backend.cli.client.StubClient;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.StorePasswordOption;
import io.weighbridge.backend.operators.audit.AuditCheck;
import io.weighbridge.backend.operators.audit.AuditReport;
import io.weighbridge.backend.operators.audit.Checkpoint;
import io.weighbridge.backend.operators.audit.CheckpointKey;
import io.weighbridge.backend.operators.audit.SqlAuditCopy;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.proto.v1.AuditLogGrpc;
import io.weighbridge.proto.v1.VerifyReply;
import io.weighbridge.proto.v1.VerifyRequest;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Proves that the audit log is whole, or says which entry is wrong or missing.
@Command(
        name = "verify",
        description = {
            "Prove that no entry of the audit log was changed, taken out, added or moved, or say"
                    + " which.",
            "With --data it reads the store itself; the service may be running, and a copy of the"
                    + " data directory does as well. Without, the running service does it."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the log is whole",
            "1:it is not, or it cannot be read",
            "2:the command was typed wrongly"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge audit verify --data data --checkpoint /media/kept/audit-2026-11.txt",
            "  weighbridge audit verify --operator anna",
            "",
            "A log that was cut, or written anew by somebody who has the key, shows only against a",
            "checkpoint that was kept elsewhere."
        })
final class AuditVerifyCommand extends AnyCommand {
    private static final int FILE_BYTES_MAX = 10_000;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            description = "The data directory, in use or a copy.")
    private @Nullable Path data;

    @Option(
            names = "--store",
            paramLabel = "URL",
            description =
                    "With --data: the store is this database, postgresql://USER@HOST:PORT/DATABASE."
                            + " The password is in the environment's "
                            + StorePassword.VARIABLE
                            + ", or in a file.")
    private @Nullable String url;

    @Mixin private StorePasswordOption password = new StorePasswordOption();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Compare with this one as well: what `audit checkpoint` wrote.")
    private @Nullable Path checkpoint;

    @Mixin private StubClient client = new StubClient();

    @Override
    public Integer call() throws IOException {
        String kept = checkpoint == null ? "" : text(checkpoint);
        Path directory = data;
        if (directory == null && url != null) {
            throw mistyped("--data is missing (expected: the data directory, for the public key)");
        }
        if (directory == null) {
            return client.ask(
                    commandLine(),
                    AuditLogGrpc::newBlockingStub,
                    stub -> {
                        VerifyReply reply =
                                stub.verify(VerifyRequest.newBuilder().setCheckpoint(kept).build());
                        return print(
                                reply.getEntries(),
                                reply.getHead(),
                                reply.getCheckpoints(),
                                reply.getProblemsList());
                    });
        }
        AuditReport report =
                new AuditCheck(
                                new SqlAuditCopy(store(directory)),
                                CheckpointKey.publicKeyIn(directory.resolve("secrets"))
                                        .orElse(null),
                                Runtime.getRuntime().availableProcessors())
                        .run(kept.isEmpty() ? null : Checkpoint.parse(kept));
        return print(report.entries(), report.head(), report.checkpoints(), report.problems());
    }

    // The secrets are in the data directory in any case.
    private StoreAddress store(Path directory) {
        return url == null
                ? new StoreAddress.Embedded(directory)
                : password.address("--store", url);
    }

    private static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > FILE_BYTES_MAX) {
            throw Fault.invalid("--checkpoint", file, "a file that `audit checkpoint` wrote");
        }
        return Files.readString(file);
    }

    private int print(long entries, String head, long checkpoints, List<String> problems) {
        PrintWriter out = out();
        out.printf(
                "Audit log: %,d entries, %,d checkpoints%n  head  %s%n",
                entries, checkpoints, head);
        if (problems.isEmpty()) {
            out.println("The audit log is whole.");
        } else {
            out.println("THE AUDIT LOG IS NOT WHOLE:");
            problems.forEach(problem -> out.println("  " + problem));
        }
        out.flush();
        return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
