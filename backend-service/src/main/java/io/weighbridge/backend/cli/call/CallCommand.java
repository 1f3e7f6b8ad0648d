package io.weighbridge.backend.cli.call;

import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.cli.client.CallClient;
import io.weighbridge.backend.cli.client.Identity;
import io.weighbridge.backend.cli.client.Methods;
import io.weighbridge.backend.cli.client.ServiceOptions;
import io.weighbridge.backend.cli.client.Target;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Calls one method of a running service, for people without a gRPC client.
@Command(
        name = "call",
        description = "Call a method of a running service: JSON in, JSON out.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge call --list",
            "  weighbridge call --describe Gate/Authorize",
            "  weighbridge call Gate/Authorize - < request.json",
            "  weighbridge call Services/GetService '{\"service\": \"chat\"}'",
            "  weighbridge call Accounts/ListAccounts --operator anna",
            "",
            "Who calls: an operator (--operator, logs in and out again), or whose token is in a"
                    + " file",
            "(--token-file: what `weighbridge login` wrote, or a proxy's secret). The environment"
                    + " may",
            "hold WEIGHBRIDGE_TOKEN_FILE, and WEIGHBRIDGE_PASSWORD instead of a typed password.",
            "",
            "A JSON that holds an API key is better read from standard input: everybody on this"
                    + " machine",
            "can see the arguments of a command."
        })
public final class CallCommand extends AnyCommand {
    private static final int TIMEOUT_S = 30;
    private static final String STDIN = "-";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "METHOD",
            description = "Service/Method, for example Gate/Authorize.")
    private @Nullable String method;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "JSON",
            description =
                    "The request, '-' for standard input (one a line where the method takes a"
                            + " stream). Default: ${DEFAULT-VALUE}")
    private String json = "{}";

    @Mixin private ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Give up after so long; 0 never. Default: 30, and never for a stream.")
    private @Nullable Integer timeoutS;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, for the audit log: at most 200 characters of ASCII.")
    private String reason = "";

    @Option(names = "--list", description = "List all methods.")
    private boolean list;

    @Option(
            names = "--describe",
            description = "Print the method's request and reply, field by field.")
    private boolean describe;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = out();
        if (list) {
            Methods.list().forEach(out::println);
            out.flush();
            return 0;
        }
        String name = method;
        if (name == null) {
            throw mistyped("METHOD is missing; weighbridge call --list shows them");
        }
        Methods found = find(name);
        if (describe) {
            found.describe().forEach(out::println);
            out.flush();
            return 0;
        }
        Target checked = service.target(commandLine());
        if (timeoutS != null && timeoutS < 0) {
            throw mistyped("--timeout: " + timeoutS + " (expected: 0 or more)");
        }
        int limitS = timeoutS != null ? timeoutS : found.answersStream() ? 0 : TIMEOUT_S;
        List<String> requests = requests(found);
        try (Identity identity = service.identity(checked, commandLine())) {
            return new CallClient(
                            checked, limitS, identity.token(), reason, out, commandLine().getErr())
                    .call(found, requests);
        } catch (StatusRuntimeException e) {
            return Identity.failed(checked, commandLine(), e);
        }
    }

    private Methods find(String name) {
        try {
            return Methods.find(name);
        } catch (Fault unknown) {
            throw mistyped(unknown.text());
        }
    }

    private List<String> requests(Methods found) throws IOException {
        if (!json.equals(STDIN)) {
            return List.of(json);
        }
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<String> lines = in.lines().filter(line -> !line.isBlank()).toList();
        return found.takesStream() ? lines : List.of(String.join("\n", lines));
    }
}
