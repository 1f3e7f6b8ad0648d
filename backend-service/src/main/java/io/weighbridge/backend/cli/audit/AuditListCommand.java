package io.weighbridge.backend.cli.audit;

import io.weighbridge.backend.cli.client.StubClient;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.AuditFilterOptions;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.AuditLogGrpc;
import io.weighbridge.proto.v1.ListEntriesReply;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Role;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;

/// Prints entries of the audit log, newest first.
@Command(
        name = "list",
        description = "Print entries of the audit log, newest first.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge audit list -o anna --actor bob --limit 20",
            "  weighbridge audit list -o anna --action key. --from 2026-11-01T00:00:00Z"
        })
final class AuditListCommand extends AnyCommand {
    private static final int PAGE = 200;

    @Mixin private AuditFilterOptions filter = new AuditFilterOptions();

    @Option(names = "--from", paramLabel = "INSTANT", description = "From this instant on.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "Until before this instant.")
    private @Nullable Instant to;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "So many at most; 0: all. Default: ${DEFAULT-VALUE}")
    private int limit = 100;

    @Mixin private StubClient client = new StubClient();

    @Override
    public Integer call() {
        if (limit < 0) {
            throw mistyped("--limit: " + limit + " (expected: 0 or more)");
        }
        return client.ask(commandLine(), AuditLogGrpc::newBlockingStub, this::print);
    }

    private int print(AuditLogGrpc.AuditLogBlockingStub stub) {
        PrintWriter out = out();
        String token = "";
        long left = limit == 0 ? Long.MAX_VALUE : limit;
        do {
            ListEntriesReply reply = stub.listEntries(request(token, left));
            for (AuditEntry entry : reply.getEntriesList()) {
                print(out, entry);
            }
            left -= reply.getEntriesCount();
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && left > 0);
        out.flush();
        return ExitCode.OK;
    }

    private ListEntriesRequest request(String token, long left) {
        return ListEntriesRequest.newBuilder()
                .setPage(
                        PageRequest.newBuilder()
                                .setSize((int) Math.min(PAGE, left))
                                .setToken(token))
                .setActorName(filter.actor())
                .setTarget(filter.target())
                .setActionPrefix(filter.actionPrefix())
                .setFromAtMs(from == null ? 0 : from.toEpochMilli())
                .setToAtMs(to == null ? 0 : to.toEpochMilli())
                .build();
    }

    private static void print(PrintWriter out, AuditEntry entry) {
        out.printf(
                "%d  %s  %s  %s  %s%s%s%n",
                entry.getSequence(),
                Instant.ofEpochMilli(entry.getAtMs()),
                who(entry),
                entry.getAction(),
                entry.getTarget().isEmpty() ? "-" : entry.getTarget(),
                entry.getPeer().isEmpty() ? "" : "  from " + entry.getPeer(),
                entry.getReason().isEmpty() ? "" : "  because: " + oneLine(entry.getReason()));
        if (!entry.getBefore().isEmpty()) {
            out.println("    - " + entry.getBefore());
        }
        if (!entry.getAfter().isEmpty()) {
            out.println("    + " + entry.getAfter());
        }
    }

    private static String who(AuditEntry entry) {
        return switch (entry.getActorKind()) {
            case ACTOR_KIND_OPERATOR -> role(entry.getRole()) + ' ' + entry.getActorName();
            case ACTOR_KIND_PROXY -> "proxy " + entry.getActorName();
            case ACTOR_KIND_LOCAL -> "local " + entry.getActorName();
            case ACTOR_KIND_NOBODY -> "nobody";
            case ACTOR_KIND_UNSPECIFIED, UNRECOGNIZED -> "not recorded";
        };
    }

    private static String role(Role role) {
        return role.name().substring("ROLE_".length()).toLowerCase(Locale.ROOT);
    }

    // What people typed never looks like another line.
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
